package smalti.cuda.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;

/// What a test says to a stand-in, and hears of it.
public final class FakeControl {
    private static final int MOST_BYTES = 1 << 16;

    private final MethodHandle calls;
    private final MethodHandle forget;
    private final MethodHandle fail;

    public FakeControl(Path library) {
        SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
        Linker linker = Linker.nativeLinker();
        calls =
                linker.downcallHandle(
                        symbols.findOrThrow("fake_calls"), FunctionDescriptor.of(ADDRESS));
        forget =
                linker.downcallHandle(
                        symbols.findOrThrow("fake_forget"), FunctionDescriptor.ofVoid());
        fail =
                linker.downcallHandle(
                        symbols.findOrThrow("fake_fail"),
                        FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
    }

    /// The calls since the last time, as the stand-in wrote them down.
    public List<String> calls() {
        try {
            MemorySegment text = (MemorySegment) calls.invokeExact();
            List<String> lines = text.reinterpret(MOST_BYTES).getString(0).lines().toList();
            forget.invokeExact();
            return lines;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// Lets a function fail until [#calls] is asked for.
    public void fail(String function, int code) {
        try (Arena arena = Arena.ofConfined()) {
            fail.invokeExact(arena.allocateFrom(function), code);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
