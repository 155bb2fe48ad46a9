package smalti.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageTest {
    @Test
    void aLineGivesTheMessageBack() {
        var message = Message.of("timing", 0.25, 17L, "two\nlines\tof text");
        var read = Message.parse(message.line()).orElseThrow();
        assertThat(read.kind()).isEqualTo("timing");
        assertThat(read.decimal(1)).isEqualTo(0.25);
        assertThat(read.whole(2)).isEqualTo(17);
        assertThat(read.text(3)).isEqualTo("two lines of text");
    }

    @Test
    void whatLibrariesPrintIsNoMessage() {
        assertThat(Message.parse("[W] using 2 threads")).isEmpty();
    }
}
