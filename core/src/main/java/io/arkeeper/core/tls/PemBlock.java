package io.arkeeper.core.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One block of a PEM file.
 *
 * @param label what stands after BEGIN
 * @param headers the lines before the first empty one, as old encrypted keys have them; otherwise empty
 * @param base64 what is between the lines, not decoded yet
 */
record PemBlock(String label, String headers, String base64) {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*(.*?)\\s*-----END \\1-----", Pattern.DOTALL);
    private static final Pattern HEADERS = Pattern.compile("^((?:[A-Za-z-]+:.*\\R)+)\\s*", Pattern.MULTILINE);

    static List<PemBlock> read(String text) {
        List<PemBlock> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            String body = matcher.group(2);
            Matcher headers = HEADERS.matcher(body);
            boolean has = headers.lookingAt();
            blocks.add(new PemBlock(
                    matcher.group(1), has ? headers.group(1) : "", has ? body.substring(headers.end()) : body));
        }
        return blocks;
    }

    /** @throws IllegalArgumentException where it is not base64 */
    byte[] bytes() {
        return Base64.getMimeDecoder().decode(base64);
    }
}
