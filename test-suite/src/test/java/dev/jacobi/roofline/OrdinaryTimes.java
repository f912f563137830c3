package dev.jacobi.roofline;

import dev.jacobi.gpu.DeviceCopy;
import dev.jacobi.gpu.GpuTests;
import dev.jacobi.harness.Figures;
import dev.jacobi.ptx.Ptx;
import dev.jacobi.ptx.device.CudaDevice;
import dev.jacobi.ptx.device.Device;
import dev.jacobi.ptx.device.DeviceException;
import dev.jacobi.ptx.emulate.EmulatedDevice;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.ptx.program.GpuProgram;
import dev.jacobi.ptx.run.GpuExecutable;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How long the kernels of ordinary methods and gradients take on the machine's GPU, beside the bandwidth that inputs and results come to, each once, that of a copy on the device, and plain Java.
 * A main class; arguments: strict or fast, then parts of names. {@code -Droofline.scale=16} makes matrices 16 times as high and as wide, {@code -Droofline.java=false} leaves plain Java out. With {@code -Djacobi.gpu.tests=cuda}; an emulated device shows that it runs.
 */
final class OrdinaryTimes {
    private static final int RUNS = 7;
    private static final boolean JAVA = !"false".equals(System.getProperty("roofline.java"));
    private static final long SECOND = 1_000_000_000;
    private static final long COPIED = 1L << 29;
    private final Device device = GpuTests.device().equals("cuda") ? CudaDevice.open() : new EmulatedDevice(Rooflines.LLVM, false);
    private final double copy = DeviceCopy.bandwidth(device, COPIED);

    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        new OrdinaryTimes().all(args[0].equals("fast"), List.of(args).subList(1, args.length));
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private void all(boolean fast, List<String> names) {
        System.out.printf("%s, a copy on it %.0f GB/s%n%-20s %12s %8s %8s %8s %12s %12s %8s%n", device.info(), copy, "method", "kernels us", "GB/s", "of copy", "kernels", "copies us", "Java us", "ratio");
        var java = new HashMap<String, OrdinaryMethods.Plain>();
        if (JAVA) {
            OrdinaryMethods.all().forEach(p -> java.put(p.name(), p));
        }
        for (var e : Rooflines.subjects(fast).entrySet()) {
            if (names.isEmpty() || names.stream().anyMatch(e.getKey()::contains)) {
                try {
                    System.out.println(line(e.getValue().get(), java));
                } catch (RuntimeException | Error x) {
                    System.out.println(e.getKey() + ": " + x);
                    if (x instanceof DeviceException d && d.kind() == DeviceException.Kind.LOST) {
                        return;
                    }
                }
            }
        }
    }

    private String line(Subject s, Map<String, OrdinaryMethods.Plain> java) {
        GpuProgram p = Ptx.compile(s.module(), s.entry(), s.fast(), Arch.of(device.info().sm()), () -> Rooflines.LLVM);
        var code = new GpuExecutable(p, device);
        List<GpuExecutable.Outcome> runs = Stream.generate(() -> code.run(s.inputs(), true)).limit(RUNS).toList();
        code.release().run();
        double kernels = median(runs.stream().map(GpuExecutable.Outcome::kernelNanos).toList());
        long bytes = Stream.concat(s.inputs().stream(), runs.get(0).results().stream()).mapToLong(t -> t.dims().length == 0 ? 0 : (long) t.size() * t.dtype().bytes()).sum();
        double host = java.containsKey(s.name()) ? plain(java.get(s.name())) : Double.NaN;
        double rate = bytes / Math.max(1, kernels);
        return String.format("%-20s %12.1f %8.0f %6.0f %% %8d %12.0f %12.0f %8.1f", s.name(), kernels / 1e3, rate, 100 * rate / copy, p.kernels().size(),
            median(runs.stream().map(GpuExecutable.Outcome::transferNanos).toList()) / 1e3, host / 1e3, host / kernels);
    }

    /** The last of three calls, or of those that a second has time for, in nanoseconds; methods may write to their arguments. */
    private static double plain(OrdinaryMethods.Plain p) {
        try {
            Method m = p.method();
            m.setAccessible(true);
            long begin = System.nanoTime();
            long start = begin;
            for (int k = 0; k < 3 && (k == 0 || start - begin < SECOND); k++) {
                start = System.nanoTime();
                m.invoke(null, p.arguments());
            }
            return System.nanoTime() - start;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double median(List<Long> times) {
        return Figures.median(times.stream().mapToDouble(Long::doubleValue));
    }
}
