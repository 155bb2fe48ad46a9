package smalti.cuda.emulator;

import java.util.HashMap;
import java.util.Map;

/// Things by the numbers that the driver hands out for them.
final class Handles<T> {
    private final Map<Long, T> things = new HashMap<>();
    private long last;

    long add(T thing) {
        things.put(++last, thing);
        return last;
    }

    T get(String function, long handle) {
        T thing = things.get(handle);
        if (thing == null) {
            throw CudaCode.INVALID_HANDLE.exception(function);
        }
        return thing;
    }

    void set(String function, long handle, T thing) {
        get(function, handle);
        things.put(handle, thing);
    }

    void remove(String function, long handle) {
        get(function, handle);
        things.remove(handle);
    }
}
