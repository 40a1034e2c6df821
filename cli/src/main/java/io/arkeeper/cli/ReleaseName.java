package io.arkeeper.cli;

import io.arkeeper.core.InvalidSetting;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The name of a release: a DNS label, because pods and Services are called after it. */
record ReleaseName(String text) {

    static final String DEFAULT = "myzk";

    private static final int LONGEST = 42; // `NAME-zookeeper` and a revision's hash have to fit into a label's 63

    ReleaseName {
        DnsLabel.require("the name", text, LONGEST, DEFAULT);
    }

    @Override
    public String toString() {
        return text;
    }

    /** Lets picocli say what the constructor says. */
    static final class Converter implements ITypeConverter<ReleaseName> {
        @Override
        public ReleaseName convert(String text) {
            try {
                return new ReleaseName(text);
            } catch (InvalidSetting e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
