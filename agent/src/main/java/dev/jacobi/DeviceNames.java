package dev.jacobi;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Devices by the name of a back end. */
final class DeviceNames {
    private static final Pattern CPU = Pattern.compile("cpu(?::([0-9]{1,9}))?");

    private DeviceNames() {
    }

    static List<Device> of(String backend) {
        Matcher m = CPU.matcher(String.valueOf(backend));
        int n = m.matches() ? m.group(1) == null ? 1 : Integer.parseInt(m.group(1)) : 0;
        if (n < 1) {
            throw new JacobiException("Jacobi.devices: there are no devices '" + backend + "' to make a mesh of; give cpu, or cpu:N for N simulated ones, N at least 1.");
        }
        return IntStream.range(0, n).mapToObj(k -> new Device("cpu", k)).toList();
    }
}
