package io.arkeeper.bundle.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FileTreeTest {

    private final FileTree tree = new FileTree();

    @Test
    void parentsComeBeforeWhatTheyHold() {
        tree.file("opt/zookeeper/bin/zkCli.sh", Content.of("#!/bin/sh")).link("opt/a", "zookeeper");

        assertThat(tree.nodes().keySet())
                .containsExactly("opt", "opt/a", "opt/zookeeper", "opt/zookeeper/bin", "opt/zookeeper/bin/zkCli.sh");
    }

    @Test
    void aParentMayGetItsOwnModeLater() {
        tree.file("var/lib/zookeeper/x", Content.of("")).directory("var/lib/zookeeper", 0750, 1000);

        assertThat(tree.nodes()).containsEntry("var/lib/zookeeper", new FileTree.Node.Directory(0750, 1000));
    }

    @Test
    void whatAnImageMustNotHoldIsRefused() {
        assertThatThrownBy(() -> tree.file("bin/su", Content.of("")))
                .hasMessage("bin/su goes through a link of the merged /usr; put it below usr/");
        assertThatThrownBy(() -> tree.file("usr/bin/su", Content.of(""), 04755))
                .hasMessage("usr/bin/su would run with another user's rights");
        assertThatThrownBy(() -> tree.file("etc/.wh.passwd", Content.of("")))
                .hasMessage("etc/.wh.passwd would delete a file of a lower layer");
        assertThatThrownBy(() -> tree.file("../etc/passwd", Content.of("")))
                .hasMessage("a path is '../etc/passwd', expected a plain one without leading slash");
    }

    @Test
    void twoThingsAtOnePathAreRefused() {
        tree.link("opt/zookeeper", "a");

        assertThatThrownBy(() -> tree.link("opt/zookeeper", "b")).hasMessage("two things at opt/zookeeper");
        assertThatThrownBy(() -> tree.file("opt/zookeeper/x", Content.of("")))
                .hasMessage("opt/zookeeper/x lies below opt/zookeeper, which is no directory");
    }
}
