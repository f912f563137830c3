package dev.jacobi.roofline;

import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.ptx.Ptx;
import dev.jacobi.ptx.emulate.EmulatedDevice;
import dev.jacobi.ptx.emulate.Ptxas;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.ptx.program.GpuProgram;
import dev.jacobi.ptx.run.GpuExecutable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a program comes to on an H200, estimated: its kernels' accesses on an emulated grid, their PTX, what ptxas says of registers. Each kernel takes the longest of what it must move
 * (4.8 TB/s), what its warps touch (a line of 128 bytes a cycle and multiprocessor), and what they issue (four instructions a cycle) or ask of slower units beside that ({@link PtxLoops}). How long single threads wait is left out.
 *
 * @param serial kernels of one thread that have a loop
 * @param ordered kernels of one block, whose chain of additions nothing shortens
 * @param bytes inputs that are read and results, each once, in pieces of 32 bytes
 * @param flops of what multiply-adds could do in each issue slot, in the loop that does most of them
 * @param busy of the arithmetic that each issue slot of that loop could have
 * @param share of the bandwidth that {@code bytes} come to in the estimated time; 0 where nothing says
 */
record Estimate(String name, List<TracedDevice.Launch> launches, List<String> serial, List<String> ordered, int registers, int spilled, long bytes, double share, double cost, boolean wide, double flops,
    double busy) {
    private static final double BANDWIDTH = 4.8e12;
    private static final double CYCLES = 132 * 1.755e9;

    static Estimate of(Subject s, Llvm llvm) {
        GpuProgram p = Ptx.compile(s.module(), s.entry(), s.fast(), Arch.SM_90, () -> llvm);
        var device = new TracedDevice(new EmulatedDevice(llvm, true));
        new GpuExecutable(p, device.traced()).run(s.inputs(), false);
        long bytes = moved(device.launches);
        String ptx = p.code().ptx();
        Map<String, PtxLoops.Loop> loops = PtxLoops.of(ptx);
        var usages = Ptxas.isThere() ? Ptxas.assemble(ptx, Arch.SM_90) : null;
        double seconds = 0;
        double most = 0;
        double cost = 0;
        boolean wide = false;
        var serial = new ArrayList<String>();
        var ordered = new ArrayList<String>();
        for (TracedDevice.Launch l : device.launches) {
            PtxLoops.Loop loop = loops.get(l.kernel());
            MemoryTrace.Traffic t = l.traffic();
            double time = Math.max(32.0 * (t.read().size() + t.written().size()) / BANDWIDTH, Math.max(t.lines() / CYCLES, t.accesses() * loop.costOfElement(t.size()) / 32 / (4 * CYCLES)));
            seconds += time;
            if (time > most) {
                most = time;
                cost = loop.costOfElement(t.size());
                wide = loop.wide();
            }
            boolean long1 = t.accesses() > 256;
            if (l.threads() == 1 && long1 && !serial.contains(l.kernel())) {
                serial.add(l.kernel());
            } else if ((l.kernel().startsWith("chain") || l.kernel().startsWith("block")) && l.blocks() == 1 && long1 && !ordered.contains(l.kernel())) {
                ordered.add(l.kernel());
            }
        }
        PtxLoops.Loop busiest = loops.values().stream().max(Comparator.comparingDouble(PtxLoops.Loop::flops)).orElse(null);
        return new Estimate(s.name(), device.launches, serial, ordered, usages == null ? 0 : usages.registers(), usages == null ? 0 : usages.spilled(), bytes,
            seconds == 0 ? 0 : bytes / BANDWIDTH / seconds, cost, wide, busiest == null ? 0 : busiest.flops(), busiest == null ? 0 : busiest.busy());
    }

    /** What nobody has written before it is read, and what is written and not read by a later kernel or is written last: inputs and results, each once. */
    private static long moved(List<TracedDevice.Launch> launches) {
        var first = new HashSet<Long>();
        var written = new HashSet<Long>();
        var passed = new HashSet<Long>();
        for (TracedDevice.Launch l : launches) {
            l.traffic().read().stream().filter(x -> !written.contains(x)).forEach(first::add);
            l.traffic().read().stream().filter(written::contains).forEach(passed::add);
            passed.removeAll(l.traffic().written());
            written.addAll(l.traffic().written());
        }
        written.removeAll(passed);
        return 32L * (first.size() + written.size());
    }

    /** A line of the table. */
    String line() {
        var seen = new LinkedHashMap<String, Integer>();
        launches.forEach(l -> seen.merge(l.kernel() + " " + l.blocks() + "x" + l.threads(), 1, Integer::sum));
        var out = new ArrayList<String>();
        seen.forEach((k, n) -> out.add((n > 1 ? n + "*" : "") + k));
        String kernels = String.join(", ", out.size() > 5 ? out.subList(0, 5) : out) + (out.size() > 5 ? " .." : "");
        return String.format(Locale.ROOT, "%-20s %5d %-8s %4d %5d %9d %6.1f %4s %5.0f %% %3.0f %% %4.0f %%  %s", name, launches.size(), !serial.isEmpty() ? "thread" : !ordered.isEmpty() ? "ordered" : "grid",
            registers, spilled, bytes, cost, wide ? "x4" : "", 100 * share, 100 * flops, 100 * busy, kernels);
    }
}
