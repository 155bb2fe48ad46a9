package smalti.testkit;

import java.util.concurrent.atomic.AtomicInteger;

/// How often something was copied to a device, and back.
public final class Copies {
    private final AtomicInteger there = new AtomicInteger();
    private final AtomicInteger back = new AtomicInteger();

    void addThere() {
        there.incrementAndGet();
    }

    void addBack() {
        back.incrementAndGet();
    }

    public int there() {
        return there.get();
    }

    public int back() {
        return back.get();
    }
}
