package dev.jacobi;

import dev.jacobi.array.core.ArrayRuntime;
import dev.jacobi.array.mesh.Specs;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Devices by the name of a back end. */
final class DeviceNames {
    private static final Pattern NAME = Pattern.compile("(cpu|" + Specs.PLUGIN + ")(?::([0-9]{1,9}))?");

    private DeviceNames() {
    }

    static List<Device> of(String backend) {
        Matcher m = NAME.matcher(String.valueOf(backend));
        int n = m.matches() ? m.group(2) == null ? 1 : Integer.parseInt(m.group(2)) : 0;
        if (n < 1) {
            throw new JacobiException("Jacobi.devices: there are no devices '" + backend + "' to make a mesh of; give cpu, or cpu:N for N simulated ones, tpu for all of a PJRT plugin, or tpu:N for N of these, "
                + "N at least 1.");
        }
        if (m.group(1).equals(Specs.PLUGIN)) {
            List<Device> all = plugin();
            if (m.group(2) != null && n > all.size()) {
                throw new JacobiException("Jacobi.devices: there are " + all.size() + " devices of the back end tpu, not " + n + "; ask for as many as there are, or test with simulated ones, cpu:" + n + ".");
            }
            return m.group(2) == null ? all : all.subList(0, n);
        }
        return IntStream.range(0, n).mapToObj(k -> new Device("cpu", k)).toList();
    }

    private static List<Device> plugin() {
        try {
            return ArrayRuntime.ofProcess().heap().engine().devices().numbers().stream().map(id -> new Device(Specs.PLUGIN, id)).toList();
        } catch (RuntimeException e) {
            throw new JacobiException("Jacobi.devices: " + e.getMessage() + ".", e);
        }
    }
}
