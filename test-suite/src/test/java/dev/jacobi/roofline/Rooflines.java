package dev.jacobi.roofline;

import dev.jacobi.ir.harness.Comparison;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.llvm.natives.Natives;
import dev.jacobi.ptx.Ptx;
import dev.jacobi.ptx.emulate.EmulatedDevice;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.ptx.program.GpuProgram;
import dev.jacobi.ptx.run.GpuExecutable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What becomes of methods and gradients on a GPU. As a main class it prints the table; arguments: strict or fast, then parts of names. */
final class Rooflines {
    private static final Llvm LLVM = Llvm.open(Natives.inUserCache(), 1);

    private Rooflines() {
    }

    public static void main(String[] args) {
        boolean fast = args[0].equals("fast");
        List<String> names = List.of(args).subList(1, args.length);
        var all = new LinkedHashMap<String, Supplier<Subject>>();
        OrdinaryMethods.all().forEach(p -> all.put(p.name(), () -> Subject.of(p, fast)));
        OrdinaryMethods.losses().forEach(p -> all.put("d " + p.name(), () -> Subject.of(p, fast)));
        int serial = 0;
        for (Map.Entry<String, Supplier<Subject>> e : all.entrySet()) {
            if (names.isEmpty() || names.stream().anyMatch(e.getKey()::contains)) {
                try {
                    Subject s = e.getValue().get();
                    if (Boolean.getBoolean("ir")) {
                        System.out.println(s.module());
                    }
                    GpuProgram p = Ptx.compile(s.module(), s.entry(), fast, Arch.SM_90, () -> LLVM);
                    if (Boolean.getBoolean("ptx")) {
                        System.out.println(p.code().ptx());
                    }
                    if (Boolean.getBoolean("llvm")) {
                        System.out.println(p.code().llvm());
                    }
                    if (Boolean.getBoolean("steps")) {
                        p.steps().forEach(System.out::println);
                    }
                    var device = new TracedDevice(new EmulatedDevice(LLVM, false));
                    var results = new GpuExecutable(p, device.traced()).run(s.inputs(), false).results();
                    if (Boolean.getBoolean("check")) {
                        Comparison.ofLargest(Double.parseDouble(System.getProperty("part", "0"))).check(e.getKey(), Interpreter.run(s.module(), s.entry(), s.inputs()), results);
                    }
                    System.out.println(String.format("%-22s ", e.getKey()) + summary(device.launches));
                } catch (RuntimeException | Error x) {
                    System.out.println(String.format("%-22s ", e.getKey()) + "NO: " + x);
                }
            }
        }
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static String summary(List<TracedDevice.Launch> launches) {
        var seen = new LinkedHashMap<String, Integer>();
        launches.forEach(l -> seen.merge(l.kernel() + " " + l.blocks() + "x" + l.threads(), 1, Integer::sum));
        var out = new ArrayList<String>();
        seen.forEach((k, n) -> out.add((n > 1 ? n + " * " : "") + k));
        return String.join(", ", out.size() > 12 ? out.subList(0, 12) : out) + (out.size() > 12 ? " .. " + launches.size() : "");
    }
}
