package dev.jacobi.lift.cfg;

import dev.jacobi.lift.request.ClassSource;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.report.ReasonCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What classes declare, and the resolution of methods and fields in them, as JVMS 5.4.3 has it. One per lifted method. Instructions are read method by method, as they are
 * asked for: nobody looks at most of those that a class has.
 */
public final class Classes {
    private final ClassSource source;
    private final Map<String, ClassNode> nodes = new HashMap<>();
    private final Map<ClassNode, ClassReader> files = new IdentityHashMap<>();
    private final Map<String, Method> methods = new HashMap<>();
    private boolean withoutProbes;

    public Classes(ClassSource source) {
        this.source = source;
    }

    /** From now on the probes of coverage tools are left out; see {@link CoverageProbes}. */
    public void leaveOutProbes() {
        withoutProbes = true;
    }

    public ClassSource source() {
        return source;
    }

    /** The class with its methods, but without their instructions; null when its bytes cannot be had or read. */
    public ClassNode node(String name) {
        if (!nodes.containsKey(name)) {
            nodes.put(name, parse(name));
        }
        return nodes.get(name);
    }

    private ClassNode parse(String name) {
        byte[] bytes = source.bytes(name);
        if (bytes == null) {
            return null;
        }
        source.parses(name, bytes.length);
        try {
            ClassNode n = new ClassNode();
            ClassReader file = new ClassReader(bytes);
            file.accept(n, ClassReader.SKIP_CODE);
            files.put(n, file);
            return n;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return null; // a class file version that is not known yet, or a damaged file
        }
    }

    /** A method with its instructions, without what the agent has put in front of them. */
    private MethodNode code(ClassNode owner, String name, String desc) {
        var found = new ArrayList<MethodNode>(1);
        try {
            files.get(owner).accept(new ClassVisitor(Opcodes.ASM9) {
                @Override
                public MethodVisitor visitMethod(int access, String n, String d, String signature, String[] exceptions) {
                    if (!n.equals(name) || !d.equals(desc)) {
                        return null;
                    }
                    found.add(new MethodNode(Opcodes.ASM9, access, n, d, signature, exceptions));
                    return found.get(0);
                }
            }, ClassReader.SKIP_FRAMES);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new Refusal(ReasonCode.CLASS_FILE, "its class file cannot be read", owner.name.replace('/', '.') + "." + name);
        }
        OwnPrologue.remove(found.get(0));
        if (withoutProbes) {
            CoverageProbes.remove(found.get(0));
        }
        return found.get(0);
    }

    /** The method found from the class upwards, or null. */
    public Method resolve(String owner, String name, String desc) {
        String key = owner + "." + name + desc;
        if (methods.containsKey(key)) {
            return methods.get(key);
        }
        Method m = null;
        for (ClassNode c = node(owner); m == null && c != null; c = c.superName == null ? null : node(c.superName)) {
            m = declared(c, name, desc);
        }
        if (m == null) {
            m = mostSpecific(owner, name, desc);
        }
        methods.put(key, m);
        return m;
    }

    private Method declared(ClassNode c, String name, String desc) {
        for (MethodNode n : c.methods) {
            if (n.name.equals(name) && n.desc.equals(desc)) {
                return methods.computeIfAbsent(c.name + "." + name + desc, k -> new Method(c, n, () -> code(c, name, desc)));
            }
        }
        return null;
    }

    /** The method of an interface that no other interface of the class overrides; one with code before one without. */
    private Method mostSpecific(String owner, String name, String desc) {
        var all = new LinkedHashMap<String, Method>();
        interfaces(owner, name, desc, all);
        Method best = null;
        for (Method m : all.values()) {
            boolean overridden = all.keySet().stream().anyMatch(o -> !o.equals(m.owner().name) && isSubtype(o, m.owner().name));
            if (!overridden && (best == null || best.has(Opcodes.ACC_ABSTRACT))) {
                best = m;
            }
        }
        return best;
    }

    private void interfaces(String name, String method, String desc, Map<String, Method> found) {
        ClassNode c = node(name);
        if (c == null) {
            return;
        }
        Method m = (c.access & Opcodes.ACC_INTERFACE) == 0 ? null : declared(c, method, desc);
        if (m != null) {
            found.put(c.name, m);
        }
        c.interfaces.forEach(i -> interfaces(i, method, desc, found));
        if (c.superName != null) {
            interfaces(c.superName, method, desc, found);
        }
    }

    /**
     * Whether a method of the JDK is what the JDK's file has, so that something else that computes the same may stand for it. Agents change the JDK's classes, too; most of what they change
     * is other methods.
     */
    public boolean isOriginal(String owner, String name, String desc) {
        if (!source.changed(owner)) {
            return true;
        }
        ClassNode now = node(owner);
        try (var in = ClassLoader.getSystemResourceAsStream(owner + ".class")) {
            if (now == null || in == null) {
                return false;
            }
            ClassNode file = new ClassNode();
            new ClassReader(in).accept(file, ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);
            return Arrays.equals(alone(file, name, desc, m -> m), alone(now, name, desc, m -> code(now, name, desc)));
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** A class file that has only this method, without what debuggers need. */
    private static byte[] alone(ClassNode c, String name, String desc, UnaryOperator<MethodNode> code) {
        ClassWriter whole = new ClassWriter(0);
        whole.visit(Opcodes.V17, 0, c.name, null, null, null);
        for (MethodNode m : c.methods) {
            if (m.name.equals(name) && m.desc.equals(desc)) {
                code.apply(m).accept(whole.visitMethod(m.access, name, desc, null, null));
            }
        }
        ClassWriter out = new ClassWriter(0);
        new ClassReader(whole.toByteArray()).accept(out, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return out.toByteArray();
    }

    /** Whether the class or one above it has code that runs when it is first used. */
    public boolean hasInitialiser(String name) {
        ClassNode c = node(name);
        return c != null && !name.startsWith("java/") && (c.methods.stream().anyMatch(m -> m.name.equals("<clinit>"))
            || c.superName != null && hasInitialiser(c.superName) || c.interfaces.stream().anyMatch(this::hasInitialiser));
    }

    /** The class that declares the field, or null. */
    public ClassNode fieldOwner(String owner, String name, String desc) {
        ClassNode c = node(owner);
        if (c == null) {
            return null;
        }
        if (field(c, name, desc) != null) {
            return c;
        }
        for (String i : c.interfaces) {
            ClassNode f = fieldOwner(i, name, desc);
            if (f != null) {
                return f;
            }
        }
        return c.superName == null ? null : fieldOwner(c.superName, name, desc);
    }

    /** The fields of objects that a class itself declares. */
    public static List<FieldNode> instanceFields(ClassNode c) {
        return c.fields.stream().filter(f -> (f.access & Opcodes.ACC_STATIC) == 0).toList();
    }

    public static FieldNode field(ClassNode c, String name, String desc) {
        for (FieldNode f : c.fields) {
            if (f.name.equals(name) && f.desc.equals(desc)) {
                return f;
            }
        }
        return null;
    }

    /** True when {@code sub} is {@code sup} or inherits from it. */
    public boolean isSubtype(String sub, String sup) {
        if (sub.equals(sup) || sup.equals("java/lang/Object")) {
            return true;
        }
        ClassNode c = node(sub);
        if (c == null) {
            return false;
        }
        return c.superName != null && isSubtype(c.superName, sup) || c.interfaces.stream().anyMatch(i -> isSubtype(i, sup));
    }
}
