package dev.jacobi.transform;

import dev.jacobi.classes.ClassFiles;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Handle;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Finds the catch block that a program goes into where its compiled code, which has none, has no result: the innermost around the place at which the code
 * found that something would be thrown, or around the calls that lead there.
 */
final class CatchBlocks {
    private static final Pattern PLACE = Pattern.compile(" at (.+)\\.([^.]+):(\\d+)$");
    private static final int MOST_METHODS = 500;
    private final ClassLoader loader;
    private final String owner;
    private final String method;
    private final int line;
    private final Set<String> seen = new HashSet<>();

    private CatchBlocks(ClassLoader loader, Matcher place) {
        this.loader = loader;
        boolean known = place.find();
        this.owner = known ? place.group(1).replace('.', '/') : null;
        this.method = known ? place.group(2) : null;
        this.line = known ? Integer.parseInt(place.group(3)) : -1;
    }

    /**
     * The block as {@code Class.method:line, which catches java.lang.X}; null when none is found. {@code why} ends with the place, or tells none: then any
     * block on the way from the method will do.
     */
    static String taken(ClassLoader loader, String owner, String name, String desc, String why) {
        return loader == null ? null : new CatchBlocks(loader, PLACE.matcher(why)).in(owner, name, desc, null);
    }

    /** {@code around}: the innermost block around the call of this method. */
    private String in(String cls, String name, String desc, String around) {
        if (cls.startsWith("java/") || seen.size() > MOST_METHODS || !seen.add(cls + "." + name + desc + (around != null))) {
            return null;
        }
        ClassNode c = read(cls);
        MethodNode m = c == null ? null : c.methods.stream().filter(x -> x.name.equals(name) && x.desc.equals(desc)).findFirst().orElse(null);
        if (m == null) {
            return null;
        }
        int at = 0;
        for (AbstractInsnNode i : m.instructions) {
            at = i instanceof LineNumberNode n ? n.line : at;
            if (i.getOpcode() < 0) {
                continue;
            }
            String block = block(c, m, i);
            String inner = block == null ? around : block;
            boolean here = owner == null ? block != null : cls.equals(owner) && name.equals(method) && at == line && inner != null;
            String found = here ? inner : called(i, inner);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private String called(AbstractInsnNode i, String around) {
        if (i instanceof MethodInsnNode n) {
            return in(n.owner, n.name, n.desc, around);
        }
        if (i instanceof InvokeDynamicInsnNode n) {
            for (Object a : n.bsmArgs) {
                String found = a instanceof Handle h ? in(h.getOwner(), h.getName(), h.getDesc(), around) : null;
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** The innermost block around an instruction that catches exceptions of a type; those of {@code finally} throw them again. */
    private static String block(ClassNode c, MethodNode m, AbstractInsnNode i) {
        int k = m.instructions.indexOf(i);
        for (TryCatchBlockNode t : m.tryCatchBlocks) {
            if (t.type != null && m.instructions.indexOf(t.start) <= k && k < m.instructions.indexOf(t.end)) {
                return c.name.replace('/', '.') + "." + m.name + line(t.handler) + ", which catches " + t.type.replace('/', '.');
            }
        }
        return null;
    }

    /** The line that a block begins in, or that of the code before when it has none of its own. */
    private static String line(AbstractInsnNode handler) {
        AbstractInsnNode n = handler;
        while (n != null && n.getOpcode() < 0 && !(n instanceof LineNumberNode)) {
            n = n.getNext();
        }
        while (n != null && !(n instanceof LineNumberNode)) {
            n = n.getPrevious();
        }
        return n == null ? "" : ":" + ((LineNumberNode) n).line;
    }

    private ClassNode read(String cls) {
        try {
            byte[] file = ClassFiles.read(loader, cls);
            if (file == null) {
                return null;
            }
            ClassNode c = new ClassNode();
            new ClassReader(file).accept(c, ClassReader.SKIP_FRAMES);
            return c;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }
}
