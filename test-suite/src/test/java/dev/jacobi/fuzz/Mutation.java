// Class files of existing methods with an instruction or two changed.
package dev.jacobi.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * A mutant of a static method: another bound, step, comparison, operation, operand or array in one or a few places, as people change loops, or get them wrong. Of each there is a twin whose jumps back are
 * counted, so that loops that do not end are found without running them.
 *
 * @param bytes the class file of {@code name}
 * @param counted that of {@code name + "Counted"}, in which the method ends with an {@link IllegalMonitorStateException}, which nothing else there throws, after so many jumps back
 * @param changes what was changed, for people
 */
record Mutation(String name, byte[] bytes, byte[] counted, List<String> changes) {
    private static final int MOST_CHANGES = 3;
    private static final List<List<Integer>> ALIKE = List.of(
        List.of(Opcodes.IF_ICMPLT, Opcodes.IF_ICMPLE, Opcodes.IF_ICMPGT, Opcodes.IF_ICMPGE, Opcodes.IF_ICMPNE, Opcodes.IF_ICMPEQ),
        List.of(Opcodes.IFLT, Opcodes.IFLE, Opcodes.IFGT, Opcodes.IFGE, Opcodes.IFNE, Opcodes.IFEQ),
        List.of(Opcodes.IADD, Opcodes.ISUB, Opcodes.IMUL, Opcodes.IDIV, Opcodes.IREM, Opcodes.IAND, Opcodes.IOR, Opcodes.IXOR),
        List.of(Opcodes.ISHL, Opcodes.ISHR, Opcodes.IUSHR, Opcodes.IADD), List.of(Opcodes.LADD, Opcodes.LSUB, Opcodes.LMUL, Opcodes.LXOR),
        List.of(Opcodes.FADD, Opcodes.FSUB, Opcodes.FMUL, Opcodes.FDIV), List.of(Opcodes.DADD, Opcodes.DSUB, Opcodes.DMUL, Opcodes.DDIV),
        List.of(Opcodes.FCMPL, Opcodes.FCMPG), List.of(Opcodes.DCMPL, Opcodes.DCMPG));

    /** A mutant of a method, by a seed; null where nothing in it can be changed. */
    static Mutation of(Method m, String name, Random random, int jumpsBack) {
        List<String> changes = new ArrayList<>();
        ClassNode c = read(m.getDeclaringClass());
        MethodNode code = c.methods.stream().filter(x -> x.name.equals(m.getName()) && x.desc.equals(Type.getMethodDescriptor(m))).findFirst().orElseThrow();
        int most = 1 + random.nextInt(MOST_CHANGES);
        for (int k = 0; k < 4 * most && changes.size() < most; k++) {
            AbstractInsnNode at = code.instructions.get(random.nextInt(code.instructions.size()));
            AbstractInsnNode other = changed(at, code, random);
            if (other != null) {
                changes.add("line " + line(at) + ": " + text(at) + " -> " + text(other));
                code.instructions.set(at, other);
            }
        }
        if (changes.isEmpty()) {
            return null;
        }
        rename(c, name);
        byte[] bytes = write(c);
        c.methods.forEach(x -> count(x, jumpsBack));
        rename(c, name + "Counted");
        return new Mutation(name, bytes, write(c), changes);
    }

    /** Both classes. */
    Map<String, byte[]> classes() {
        return Map.of(name, bytes, name + "Counted", counted);
    }

    private static AbstractInsnNode changed(AbstractInsnNode at, MethodNode m, Random random) {
        if (at instanceof JumpInsnNode jump) {
            int op = other(jump.getOpcode(), random);
            return op < 0 ? null : new JumpInsnNode(op, jump.label);
        } else if (at instanceof IincInsnNode inc) {
            return new IincInsnNode(inc.var, List.of(1, -1, 2, 3, inc.incr + 1).get(random.nextInt(5)));
        } else if (at instanceof VarInsnNode var) {
            return variable(var, m, random);
        } else if (at instanceof IntInsnNode || at instanceof LdcInsnNode || at instanceof InsnNode) {
            Object c = constant(at);
            return c != null ? new LdcInsnNode(near(c, random)) : other(at.getOpcode(), random) < 0 ? null : new InsnNode(other(at.getOpcode(), random));
        }
        return null;
    }

    private static int other(int op, Random random) {
        List<Integer> alike = ALIKE.stream().filter(l -> l.contains(op)).findFirst().orElse(List.of(-1));
        return alike.get(random.nextInt(alike.size()));
    }

    /** Another variable that is read in the same way somewhere; where it has no value yet, the JVM rejects the class. */
    private static AbstractInsnNode variable(VarInsnNode at, MethodNode m, Random random) {
        boolean reads = at.getOpcode() >= Opcodes.ILOAD && at.getOpcode() <= Opcodes.ALOAD;
        List<Integer> others = Stream.of(m.instructions.toArray()).filter(i -> i instanceof VarInsnNode v && v.getOpcode() == at.getOpcode() && v.var != at.var).map(i -> ((VarInsnNode) i).var).distinct().toList();
        return !reads || others.isEmpty() ? null : new VarInsnNode(at.getOpcode(), others.get(random.nextInt(others.size())));
    }

    private static Object constant(AbstractInsnNode at) {
        int op = at.getOpcode();
        if (at instanceof LdcInsnNode l) {
            return l.cst instanceof Number ? l.cst : null;
        } else if (at instanceof IntInsnNode i) {
            return op == Opcodes.NEWARRAY ? null : (Object) i.operand;
        } else if (op >= Opcodes.ICONST_M1 && op <= Opcodes.ICONST_5) {
            return op - Opcodes.ICONST_0;
        } else if (op == Opcodes.LCONST_0 || op == Opcodes.LCONST_1) {
            return (long) (op - Opcodes.LCONST_0);
        } else if (op >= Opcodes.FCONST_0 && op <= Opcodes.FCONST_2) {
            return (float) (op - Opcodes.FCONST_0);
        }
        return op == Opcodes.DCONST_0 || op == Opcodes.DCONST_1 ? (Object) (double) (op - Opcodes.DCONST_0) : null;
    }

    private static Object near(Object c, Random random) {
        int step = List.of(1, -1, 2, -2).get(random.nextInt(4));
        if (c instanceof Integer i) {
            return random.nextInt(4) == 0 ? -i : i + step;
        } else if (c instanceof Long l) {
            return l + step;
        }
        return c instanceof Float f ? (Object) (f + step * 0.5f) : (Object) ((Double) c + step * 0.5);
    }

    /** Counts jumps back in a variable of its own, in each method for itself. */
    private static void count(MethodNode m, int most) {
        InsnList code = m.instructions;
        int fuel = m.maxLocals++;
        for (AbstractInsnNode i : code.toArray()) {
            if (i instanceof JumpInsnNode jump && code.indexOf(jump.label) < code.indexOf(jump)) {
                var goesOn = new LabelNode();
                var test = new InsnList();
                test.add(new IincInsnNode(fuel, -1));
                test.add(new VarInsnNode(Opcodes.ILOAD, fuel));
                test.add(new JumpInsnNode(Opcodes.IFGE, goesOn));
                String error = Type.getInternalName(IllegalMonitorStateException.class);
                test.add(new TypeInsnNode(Opcodes.NEW, error));
                test.add(new InsnNode(Opcodes.DUP));
                test.add(new MethodInsnNode(Opcodes.INVOKESPECIAL, error, "<init>", "()V"));
                test.add(new InsnNode(Opcodes.ATHROW));
                test.add(goesOn);
                code.insertBefore(jump, test);
            }
        }
        if (code.size() > 0) {
            var start = new InsnList();
            start.add(new LdcInsnNode(most));
            start.add(new VarInsnNode(Opcodes.ISTORE, fuel));
            code.insert(start);
        }
    }

    private static void rename(ClassNode c, String name) {
        String old = c.name;
        c.name = name.replace('.', '/');
        c.access = c.access & ~Opcodes.ACC_FINAL | Opcodes.ACC_PUBLIC;
        c.nestMembers = null;
        c.nestHostClass = null;
        c.innerClasses.clear();
        for (MethodNode m : c.methods) {
            m.access = m.access & ~Opcodes.ACC_PRIVATE & ~Opcodes.ACC_PROTECTED | Opcodes.ACC_PUBLIC;
            for (AbstractInsnNode i : m.instructions) {
                if (i instanceof MethodInsnNode call && call.owner.equals(old)) {
                    call.owner = c.name;
                } else if (i instanceof FieldInsnNode field && field.owner.equals(old)) {
                    field.owner = c.name;
                }
            }
        }
    }

    private static ClassNode read(Class<?> c) {
        var node = new ClassNode();
        try (InputStream in = c.getResourceAsStream("/" + c.getName().replace('.', '/') + ".class")) {
            new ClassReader(in).accept(node, ClassReader.SKIP_FRAMES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return node;
    }

    private static byte[] write(ClassNode c) {
        var out = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected String getCommonSuperClass(String a, String b) {
                return "java/lang/Object";
            }
        };
        c.accept(out);
        return out.toByteArray();
    }

    private static int line(AbstractInsnNode at) {
        AbstractInsnNode i = at;
        while (i != null && !(i instanceof LineNumberNode)) {
            i = i.getPrevious();
        }
        return i == null ? 0 : ((LineNumberNode) i).line;
    }

    private static String text(AbstractInsnNode i) {
        Object c = constant(i);
        String more = i instanceof IincInsnNode inc ? inc.var + " " + inc.incr : i instanceof VarInsnNode v ? "" + v.var : c == null ? "" : c.toString();
        return i.getOpcode() + " " + more;
    }
}
