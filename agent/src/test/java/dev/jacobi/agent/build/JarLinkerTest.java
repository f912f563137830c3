package dev.jacobi.agent.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;

class JarLinkerTest {
    private static final List<String> NEST = List.of("", "$All", "$Nothing", "$Written", "$Odd", "$Shape", "$Serial", "$Wide", "$1Local", "$1", "$2", "$Kind", "$Kind$1", "$Never");

    /** Classes from their bytes, and everything else from the tests' loader. */
    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> bytes;

        Loader(Map<String, byte[]> bytes) {
            super(JarLinkerTest.class.getClassLoader());
            this.bytes = bytes;
        }

        boolean has(String name) {
            return findLoadedClass(name) != null;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                byte[] b = bytes.get(name.replace('.', '/'));
                Class<?> c = findLoadedClass(name);
                return c != null ? c : b != null ? defineClass(name, b, 0, b.length) : super.loadClass(name, resolve);
            }
        }
    }

    private static Map<String, ClassNode> sample() throws IOException {
        Map<String, ClassNode> classes = new TreeMap<>();
        for (String part : NEST) {
            try (InputStream in = JarLinkerTest.class.getResourceAsStream("LinkedSample" + part + ".class")) {
                assertNotNull(in, part);
                ClassNode c = new ClassNode();
                new ClassReader(in.readAllBytes()).accept(c, 0);
                classes.put(c.name, c);
            }
        }
        return classes;
    }

    private static long dynamic(ClassNode c) {
        return c.methods.stream().flatMap(m -> Stream.of(m.instructions.toArray())).filter(InvokeDynamicInsnNode.class::isInstance).count();
    }

    @Test
    void programsDoTheSame() throws Exception {
        Map<String, byte[]> bytes = new TreeMap<>();
        long left = 0;
        for (ClassNode c : JarLinker.run(sample())) {
            ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
            c.accept(out);
            bytes.put(c.name, out.toByteArray());
            left += dynamic(c);
        }
        assertTrue(bytes.size() > NEST.size(), "classes for the lambdas");
        assertEquals(3, left, "only a serializable lambda, where it is read again, and one with two interfaces are left as they were");
        Class<?> linked = new Loader(bytes).loadClass(LinkedSample.class.getName());
        Method run = linked.getDeclaredMethod("run");
        run.setAccessible(true);
        assertEquals(LinkedSample.run(), run.invoke(null));
        assertFalse(((Loader) linked.getClassLoader()).has(LinkedSample.class.getName() + "$Never"), "an exception is loaded where it is thrown");
    }

    @Test
    void switchesOverOurEnumsNeedNoArrays() throws IOException {
        Map<String, ClassNode> classes = sample();
        ClassNode sample = classes.get(LinkedSample.class.getName().replace('.', '/'));
        // a newer javac itself goes by ordinals where an enum is compiled together with the switch
        boolean ordinals = arrays(sample) == 1;
        assertEquals(ordinals ? 1 : 6, arrays(sample), "five switches over our enum and one over the JDK's");
        JarLinker.run(classes);
        assertEquals(ordinals ? 1 : 3, arrays(sample), "the JDK's enum, and twice where the constant is computed with jumps");
    }

    private static long arrays(ClassNode c) {
        return c.methods.stream().flatMap(m -> Stream.of(m.instructions.toArray()))
            .filter(i -> i instanceof FieldInsnNode f && f.name.startsWith("$SwitchMap$")).count();
    }

    @Test
    void nothingIsLeftToDoTheSecondTime() throws IOException {
        Map<String, ClassNode> once = new TreeMap<>();
        JarLinker.run(sample()).forEach(c -> once.put(c.name, c));
        assertEquals(once.size(), JarLinker.run(once).size());
    }
}
