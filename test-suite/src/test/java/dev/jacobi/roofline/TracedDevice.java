package dev.jacobi.roofline;

import dev.jacobi.ptx.device.Device;
import dev.jacobi.ptx.device.Queue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A device that notes which kernels are launched with how many blocks of how many threads and what memory these touch, and has another one run them. */
final class TracedDevice {
    /** One launch. */
    record Launch(String kernel, int blocks, int threads, MemoryTrace.Traffic traffic) {
    }

    final List<Launch> launches = new ArrayList<>();
    private final Device device;
    private final MemoryTrace trace = new MemoryTrace();
    /** Memory of the device: sizes by address. */
    private final TreeMap<Long, Long> memory = new TreeMap<>();

    TracedDevice(Device device) {
        this.device = device;
    }

    Device traced() {
        return (Device) Proxy.newProxyInstance(Device.class.getClassLoader(), new Class<?>[] {Device.class}, (p, m, args) -> {
            if (m.getName().equals("load")) {
                return device.load(trace.traced((Device.Code) args[0]));
            }
            Object r = call(device, m, args);
            return m.getName().equals("queue") ? queue((Queue) r) : r;
        });
    }

    private Queue queue(Queue q) {
        return (Queue) Proxy.newProxyInstance(Queue.class.getClassLoader(), new Class<?>[] {Queue.class}, (p, m, args) -> {
            trace.clear();
            Object r = call(q, m, args);
            if (m.getName().equals("alloc") || m.getName().equals("allocApart")) {
                memory.put((Long) r, (Long) args[0]);
            } else if (m.getName().equals("free")) {
                memory.remove((Long) args[0]);
            } else if (m.getName().equals("launch")) {
                launches.add(new Launch(((Device.Function) args[0]).name(), ((int[]) args[1])[0], ((int[]) args[2])[0], trace.traffic(this::isMemory)));
            }
            return r;
        });
    }

    private boolean isMemory(long address) {
        Map.Entry<Long, Long> below = memory.floorEntry(address);
        return below != null && address < below.getKey() + below.getValue();
    }

    private static Object call(Object to, Method m, Object[] args) throws Throwable {
        try {
            return m.invoke(to, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
