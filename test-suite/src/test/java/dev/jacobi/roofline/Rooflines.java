package dev.jacobi.roofline;

import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.llvm.natives.Natives;
import dev.jacobi.ptx.Ptx;
import dev.jacobi.ptx.program.Arch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What becomes of methods and gradients on a GPU. As a main class it prints the table; arguments: strict or fast, then parts of names; {@code -Dir=true} prints the raised programs, too, {@code -Dptx=true} the kernels. */
final class Rooflines {
    static final Llvm LLVM = Llvm.open(Natives.inUserCache(), 1);

    private Rooflines() {
    }

    /** All of them by their names; each is lifted and raised when it is asked for. */
    static Map<String, Supplier<Subject>> subjects(boolean fast) {
        var all = new LinkedHashMap<String, Supplier<Subject>>();
        OrdinaryMethods.all().forEach(p -> all.put(p.name(), () -> Subject.of(p, fast)));
        OrdinaryMethods.losses().forEach(p -> all.put("d " + p.name(), () -> Subject.of(p, fast)));
        return all;
    }

    public static void main(String[] args) {
        List<String> names = List.of(args).subList(1, args.length);
        System.out.printf("%-20s %5s %-8s %4s %5s %9s %6s %4s %7s %5s %6s  %s%n", "method", "runs", "work", "regs", "spill", "bytes", "cost", "", "share", "flops", "busy", "kernels");
        subjects(args[0].equals("fast")).forEach((name, subject) -> {
            if (names.isEmpty() || names.stream().anyMatch(name::contains)) {
                try {
                    Subject s = subject.get();
                    if (Boolean.getBoolean("ir")) {
                        System.out.println(s.module());
                    }
                    if (Boolean.getBoolean("ptx")) {
                        System.out.println(Ptx.compile(s.module(), s.entry(), s.fast(), Arch.SM_90, () -> LLVM).code().ptx());
                    }
                    System.out.println(Estimate.of(s, LLVM).line());
                } catch (RuntimeException | Error x) {
                    System.out.println(name + ": " + x);
                }
            }
        });
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
