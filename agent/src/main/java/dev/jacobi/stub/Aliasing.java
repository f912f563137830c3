package dev.jacobi.stub;

import dev.jacobi.lift.request.Lifted;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Which arrays of a call may be the same object, and what that means. A program is lifted for one pattern: which
 * arguments are the same array. Patterns matter only between arrays of one type of which one is written.
 */
public final class Aliasing {
    /** Two arguments whose identity selects the variant. */
    public record Pair(int a, int b) {
    }

    private Aliasing() {
    }

    /** The pattern in which no two of n arguments are the same. */
    public static List<Integer> distinct(int n) {
        var out = new ArrayList<Integer>();
        for (int i = 0; i < n; i++) {
            out.add(i);
        }
        return out;
    }

    /** Inputs that are arrays which the program changes. */
    public static Set<Integer> written(Lifted lifted) {
        var out = new HashSet<Integer>();
        for (Lifted.Write w : lifted.writes()) {
            if (!(w instanceof Lifted.Write.Field)) {
                out.add(w instanceof Lifted.Write.Contents c ? c.input() : ((Lifted.Write.Rows) w).input());
            }
        }
        return out;
    }

    /**
     * Argument pairs that select the variant, from the program lifted for distinct arguments: one of the two arrays is written, or
     * the program may compare them ({@code compares}).
     */
    public static List<Pair> selectors(Lifted base, boolean compares) {
        Set<Integer> written = written(base);
        var out = new ArrayList<Pair>();
        for (int k = 0; k < base.inputs().size(); k++) {
            for (int l = k + 1; l < base.inputs().size(); l++) {
                if ((compares || written.contains(k) || written.contains(l)) && selects(base.inputs().get(k), base.inputs().get(l))) {
                    int i = ((Lifted.Source.Arg) base.inputs().get(k)).index();
                    int j = ((Lifted.Source.Arg) base.inputs().get(l)).index();
                    out.add(new Pair(Math.min(i, j), Math.max(i, j)));
                }
            }
        }
        return out;
    }

    /** Whether any code of the class file compares references: then arguments that are the same object take another way. */
    public static boolean compares(byte[] classFile) {
        if (classFile == null) {
            return true;
        }
        var found = new boolean[1];
        new ClassReader(classFile).accept(new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(int access, String name, String desc, String signature, String[] exceptions) {
                return new MethodVisitor(Opcodes.ASM9) {
                    @Override
                    public void visitJumpInsn(int opcode, Label label) {
                        found[0] |= opcode == Opcodes.IF_ACMPEQ || opcode == Opcodes.IF_ACMPNE;
                    }
                };
            }
        }, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return found[0];
    }

    private static boolean selects(Lifted.Source a, Lifted.Source b) {
        return a instanceof Lifted.Source.Arg x && b instanceof Lifted.Source.Arg y && x.path().isEmpty() && y.path().isEmpty()
            && x.index() != y.index() && x.desc().startsWith("[") && x.desc().equals(y.desc());
    }

    /** Pairs of inputs that must share no array though no pattern covers them: else the original runs. */
    static List<Pair> mustBeDisjoint(Lifted lifted) {
        Set<Integer> written = written(lifted);
        var out = new ArrayList<Pair>();
        for (int k = 0; k < lifted.inputs().size(); k++) {
            for (int l = k + 1; l < lifted.inputs().size(); l++) {
                Lifted.Source a = lifted.inputs().get(k);
                Lifted.Source b = lifted.inputs().get(l);
                boolean changed = written.contains(k) || written.contains(l);
                if (changed && mayShare(a, b) && !(selects(a, b) && a.desc().lastIndexOf('[') == 0)) {
                    out.add(new Pair(k, l));
                }
            }
        }
        return out;
    }

    private static boolean mayShare(Lifted.Source a, Lifted.Source b) {
        return !(a instanceof Lifted.Source.Rows) && !(b instanceof Lifted.Source.Rows) && a.desc().startsWith("[")
            && b.desc().startsWith("[") && a.desc().charAt(a.desc().length() - 1) == b.desc().charAt(b.desc().length() - 1)
            && a.desc().indexOf(';') < 0;
    }

    /** Whether the row objects of input k must differ: it is written and the program does not follow the rows itself. */
    static boolean rowsMustDiffer(Lifted lifted, int k) {
        return lifted.inputs().get(k).desc().startsWith("[[") && written(lifted).contains(k) && rowsOf(lifted, k) < 0;
    }

    /** The input that lists the row objects of input k, or -1. */
    static int rowsOf(Lifted lifted, int k) {
        for (int i = 0; i < lifted.inputs().size(); i++) {
            if (lifted.inputs().get(i) instanceof Lifted.Source.Rows r && r.array() == k) {
                return i;
            }
        }
        return -1;
    }

    /** The pattern of actual arguments, as far as the selecting pairs see it. */
    public static List<Integer> pattern(List<Pair> selectors, Object[] args) {
        var out = distinct(args.length);
        for (Pair p : selectors) {
            if (args[p.a] == args[p.b] && args[p.a] != null) {
                int root = Math.min(out.get(p.a), out.get(p.b));
                int other = Math.max(out.get(p.a), out.get(p.b));
                out.replaceAll(x -> x == other ? root : x);
            }
        }
        return out;
    }

    /** The variant for one pattern, and {@code next} for arguments of any other. */
    public static MethodHandle guard(List<Pair> selectors, List<Integer> pattern, MethodHandle variant, MethodHandle next) {
        if (selectors.isEmpty()) {
            return variant;
        }
        Pair first = selectors.get(0);
        MethodType type = variant.type().changeReturnType(boolean.class);
        MethodHandle test = selectors.size() > 1 ? all(type, selectors, pattern) : one(type, first, pattern.get(first.a).equals(pattern.get(first.b)));
        return MethodHandles.guardWithTest(test, variant, next);
    }

    private static MethodHandle one(MethodType type, Pair p, boolean same) {
        MethodHandle h = OwnMethods.fixed(MethodHandles.lookup(), same ? "same" : "differ", boolean.class, Object.class, Object.class);
        h = h.asType(MethodType.methodType(boolean.class, type.parameterType(p.a), type.parameterType(p.b)));
        return MethodHandles.permuteArguments(h, type, p.a, p.b);
    }

    /** One method that compares all pairs: a handle for each of them would be a call for each, where handles are not constants. */
    private static MethodHandle all(MethodType type, List<Pair> selectors, List<Integer> pattern) {
        MethodType erased = HiddenClass.erased(type);
        var c = new HiddenClass(MethodHandles.lookup(), "Pattern");
        CodeBuilder code = c.method("matches", erased.toMethodDescriptorString());
        Label no = new Label();
        for (Pair p : selectors) {
            code.refs(slot(erased, p.a), slot(erased, p.b)).jump(pattern.get(p.a).equals(pattern.get(p.b)) ? Opcodes.IF_ACMPNE : Opcodes.IF_ACMPEQ, no);
        }
        code.op(Opcodes.ICONST_1, Opcodes.IRETURN).mark(no).op(Opcodes.ICONST_0, Opcodes.IRETURN).end();
        return OwnMethods.fixed(c.define(), "matches", erased).asType(type);
    }

    private static int slot(MethodType type, int parameter) {
        return HiddenClass.size(type.dropParameterTypes(parameter, type.parameterCount()));
    }

    static boolean same(Object a, Object b) {
        return a == b;
    }

    static boolean differ(Object a, Object b) {
        return a != b;
    }
}
