package dev.jacobi.llvm.text;

import dev.jacobi.ir.DType;

/**
 * Reals to integers as Java does it, one number at a time: NaN becomes 0, and what is out of range the least or the greatest integer. x86 has an instruction for what is in range only. That is asked first, which
 * costs nothing where it is nearly always so, as the answer is foreseen; to bring each number into range before would make others wait, as in a histogram, whose places are such numbers.
 */
public final class Truncation {
    private Truncation() {
    }

    /** The function from f32 or f64 to i32 or i64: its name in calls. */
    public static String function(ModuleText out, DType from, DType to) {
        String name = "jacobi.truncate." + Ty.suffix(from, 1) + "." + Ty.suffix(to, 1);
        return out.hasHelper(name) ? "@" + name : out.helper(name, text(out, from, to, name));
    }

    private static String text(ModuleText out, DType from, DType to, String name) {
        String a = Ty.value(from);
        String b = Ty.value(to);
        FnText fn = new FnText("define internal " + b + " @" + name + "(" + a + " %x)");
        fn.alwaysInline();
        FnText.Block usual = fn.block("usual");
        FnText.Block rare = fn.block("rare");
        // a number that nobody looks at may be poison, on which no branch may depend
        String x = fn.def("freeze " + a + " %x");
        String size = fn.def("call " + a + " " + out.declare(a, "llvm.fabs." + Ty.suffix(from, 1), "(" + a + ")") + "(" + a + " " + x + ")");
        String within = fn.def("fcmp olt " + a + " " + size + ", " + Ty.real(from, to == DType.I32 ? 0x1p31 : 0x1p63));
        fn.br(fn.def("call i1 " + out.declare("i1", "llvm.expect.i1", "(i1, i1)") + "(i1 " + within + ", i1 true)"), usual, rare);
        fn.enter(usual);
        fn.terminate("ret " + b + " " + fn.def("fptosi " + a + " " + x + " to " + b));
        fn.enter(rare);
        String any = "llvm.fptosi.sat." + Ty.suffix(to, 1) + "." + Ty.suffix(from, 1);
        fn.terminate("ret " + b + " " + fn.def("call " + b + " " + out.declare(b, any, "(" + a + ")") + "(" + a + " " + x + ")"));
        return fn.toString();
    }
}
