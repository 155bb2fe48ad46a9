package smalti.cuda;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import smalti.cuda.driver.GpuDriver;

/// How often each method of a driver was called.
final class CallCounts {
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();

    /// The driver, counting.
    GpuDriver over(GpuDriver driver) {
        return (GpuDriver)
                Proxy.newProxyInstance(
                        GpuDriver.class.getClassLoader(),
                        new Class<?>[] {GpuDriver.class},
                        (_, method, arguments) -> {
                            calls.merge(method.getName(), 1, Integer::sum);
                            try {
                                return method.invoke(driver, arguments);
                            } catch (InvocationTargetException failed) {
                                throw failed.getCause();
                            }
                        });
    }

    /// The calls of some methods since they were last asked for.
    int take(String... methods) {
        int sum = 0;
        for (String method : methods) {
            Integer count = calls.remove(method);
            sum += count == null ? 0 : count;
        }
        return sum;
    }
}
