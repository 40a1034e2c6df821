package io.arkeeper.cli.local.release;

import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.UninstallCommand;
import com.marcnuri.helm.UpgradeCommand;
import com.marcnuri.helm.jni.HelmLib;
import io.arkeeper.core.InvalidSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Installs, upgrades and removes releases with Helm itself, in this process. What it leaves in the cluster is what
 * {@code helm} leaves, so either may go on where the other stopped.
 */
public final class HelmReleases {

    private final Path chart;
    private final HelmLib helm;
    private final String kubeconfig;

    /**
     * @param chart the chart's directory
     * @param library Helm's unpacked library, if there is one
     * @param kubeconfig the text of a kubeconfig
     */
    public HelmReleases(Path chart, Optional<Path> library, String kubeconfig) {
        this.chart = chart;
        this.helm = HelmLibrary.load(library);
        this.kubeconfig = kubeconfig;
    }

    /** A sentence of Helm's about why it did not do what it was asked to. */
    public static final class HelmFailure extends RuntimeException {

        /** Of an upgrade: a release that is locked, or a revision that two have counted to and one has written. */
        private static final List<String> BY_SOMEBODY_ELSE = List.of("another operation", "release: already exists");

        HelmFailure(String sentence) {
            super(sentence);
        }

        /** Whether an upgrade failed only because somebody else changes the release right now. */
        public boolean isBySomebodyElse() {
            return BY_SOMEBODY_ELSE.stream().anyMatch(getMessage()::contains);
        }
    }

    /** @throws InvalidSettings where the chart refuses the values */
    public void install(String name, String namespace, ChartValues values, boolean createNamespace) {
        InstallCommand install = new InstallCommand(helm, chart)
                .withName(name)
                .withNamespace(namespace)
                .withKubeConfigContents(kubeconfig);
        if (createNamespace) {
            install.createNamespace();
        }
        try (ValuesFiles files = new ValuesFiles(values)) {
            files.files().forEach(install::withValuesFile);
            install.call();
        } catch (IllegalStateException e) {
            throw failure(e, values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces all values by these. */
    public void upgrade(String name, String namespace, ChartValues values) {
        UpgradeCommand upgrade = new UpgradeCommand(helm, chart)
                .withName(name)
                .withNamespace(namespace)
                .resetValues()
                .withKubeConfigContents(kubeconfig);
        try (ValuesFiles files = new ValuesFiles(values)) {
            files.files().forEach(upgrade::withValuesFile);
            upgrade.call();
        } catch (IllegalStateException e) {
            throw failure(e, values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a release, also one that Helm was interrupted in; nothing where there is none. */
    public void uninstall(String name, String namespace) {
        try {
            new UninstallCommand(helm, name)
                    .withNamespace(namespace)
                    .ignoreNotFound()
                    .withKubeConfigContents(kubeconfig)
                    .call();
        } catch (IllegalStateException e) {
            throw new HelmFailure(firstLine(e));
        }
    }

    private RuntimeException failure(IllegalStateException e, ChartValues values) {
        String message = String.valueOf(e.getMessage());
        boolean aboutValues = message.contains("values don't meet the specifications")
                || message.contains("execution error at")
                || message.contains("- at '");
        return aboutValues
                ? new InvalidSettings(ValuesProblems.of(chart, values).read(message))
                : new HelmFailure(firstLine(e));
    }

    private static String firstLine(IllegalStateException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no word");
    }
}
