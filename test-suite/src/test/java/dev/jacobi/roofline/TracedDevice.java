package dev.jacobi.roofline;

import dev.jacobi.ptx.device.Device;
import dev.jacobi.ptx.device.Queue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** A device that notes which kernels are launched with how many blocks of how many threads, and has another one run them. */
final class TracedDevice {
    /** One launch. */
    record Launch(String kernel, int blocks, int threads) {
    }

    final List<Launch> launches = new ArrayList<>();
    /** Products that would be a library's, where one is installed. */
    int products;
    private final Device device;

    TracedDevice(Device device) {
        this.device = device;
    }

    Device traced() {
        return (Device) Proxy.newProxyInstance(Device.class.getClassLoader(), new Class<?>[] {Device.class}, (p, m, args) -> {
            Object r = call(device, m, args);
            return m.getName().equals("queue") ? queue((Queue) r) : r;
        });
    }

    private Queue queue(Queue q) {
        return (Queue) Proxy.newProxyInstance(Queue.class.getClassLoader(), new Class<?>[] {Queue.class}, (p, m, args) -> {
            if (m.getName().equals("launch")) {
                launches.add(new Launch(((Device.Function) args[0]).name(), ((int[]) args[1])[0], ((int[]) args[2])[0]));
            } else if (m.getName().equals("product")) {
                products++;
            }
            return call(q, m, args);
        });
    }

    private static Object call(Object to, java.lang.reflect.Method m, Object[] args) throws Throwable {
        try {
            return m.invoke(to, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
