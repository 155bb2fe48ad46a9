package smalti.loading;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Keeps decoded files as long as there is room; those that come later are decoded each time. Safe for several threads.
///
/// @param <V> what is kept
final class Keeping<V> {
    private final AtomicLong room;
    private final Map<Integer, V> kept = new ConcurrentHashMap<>();

    /// @param bytes how much memory there is for all
    Keeping(long bytes) {
        this.room = new AtomicLong(bytes);
    }

    /// Decodes a file.
    interface Decoding<V> {
        V decode() throws java.io.IOException;
    }

    /// What was kept under a number, or is now.
    ///
    /// @param bytes that it takes
    V get(int number, Decoding<V> decoding, java.util.function.ToLongFunction<V> bytes)
            throws java.io.IOException {
        V known = kept.get(number);
        if (known != null) {
            return known;
        }
        V decoded = decoding.decode();
        long size = bytes.applyAsLong(decoded);
        if (room.addAndGet(-size) < 0 || kept.putIfAbsent(number, decoded) != null) {
            room.addAndGet(size);
        }
        return decoded;
    }
}
