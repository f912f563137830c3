package dev.jacobi.agent.build;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * The last step of building the agent's jar, which makes code that runs sooner in a JVM that has just started, as a program does whose first method is compiled.
 * <ul>
 * <li>Lambdas, method references and the methods of records become plain classes and plain code. The JVM makes these by {@code invokedynamic} when a line runs for the
 * first time, which takes half a millisecond each, and the compiler has hundreds of such lines.</li>
 * <li>Exceptions that are thrown somewhere are not loaded before they are.</li>
 * <li>Streams of collections and arrays become {@link dev.jacobi.boot.ShortStream}s.</li>
 * <li>Switches over our enums go by ordinals ({@link EnumSwitches}).</li>
 * <li>Byte Buddy's transformer is used as it is, not by a subclass made when it is first used ({@link PlainTransformer}).</li>
 * <li>What Byte Buddy calls by proxies is called directly ({@link DirectCalls}).</li>
 * <li>Classes are stored as they are, not deflated, and the jar has a table of where they stand ({@link JarIndex}).</li>
 * <li>What the JVM's boot loader may have of them is written to a jar of its own ({@link EngineJar}).</li>
 * <li>Names of variables and parameters, and generic types of what only its own package sees, are left out: the JVM looks up each of these strings when it loads a class.</li>
 * </ul>
 * What the code does stays the same.
 *
 * <p>The public interface ({@code dev.jacobi} itself) is left as it is: the compiler reads the bytecode of these classes, and their lambdas may be serialized.
 */
public final class JarLinker {
    private static final String OURS = "/dev/jacobi";
    private static final String BUILD_NUMBER = "dev/jacobi/boot/BuildNumber";
    private static final String SHORT = "dev/jacobi/boot/ShortStream";
    private static final String STREAMS = "dev/jacobi/lift/jdk/stream/";
    private static final String STREAM = "java/util/stream/Stream";
    private static final String OF_COLLECTION = "(Ljava/util/Collection;)Ljava/util/stream/Stream;";
    private static final String OF_ARRAY = "([Ljava/lang/Object;)Ljava/util/stream/Stream;";
    private static final String OF_ONE = "(Ljava/lang/Object;)Ljava/util/stream/Stream;";
    private static final String SUM = "(Ljava/util/stream/Stream;Ljava/util/function/ToIntFunction;)I";
    private static final Set<String> COLLECTIONS = Set.of("java/util/Collection", "java/util/List", "java/util/ArrayList", "java/util/Set", "java/util/HashSet",
        "java/util/LinkedHashSet");

    private JarLinker() {
    }

    /** {@code JarLinker jacobi-agent.jar jacobi-engine.jar}: changes the first file in place and writes the second. */
    public static void main(String[] args) throws IOException {
        Set<String> apart;
        int build;
        try (FileSystem jar = FileSystems.newFileSystem(Path.of(args[0]), Map.of("compressionMethod", "STORED"))) {
            Map<String, ClassNode> classes = new TreeMap<>();
            for (Path file : EngineJar.classFiles(jar.getPath(OURS))) {
                ClassNode c = new ClassNode();
                new ClassReader(Files.readAllBytes(file)).accept(c, 0);
                classes.put(c.name, c);
            }
            PlainTransformer.replace(classes);
            DirectCalls.replace(classes);
            var sum = new CRC32();
            for (ClassNode c : run(classes)) {
                sum.update(write(jar, c));
            }
            build = (int) sum.getValue();
            write(jar, numbered(classes.get(BUILD_NUMBER), build));
            apart = EngineJar.write(jar, Path.of(args[1]));
        }
        JarIndex.append(Path.of(args[0]), apart, build);
    }

    private static byte[] write(FileSystem jar, ClassNode c) throws IOException {
        ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        c.accept(out);
        return Files.readAllBytes(Files.write(jar.getPath("/" + c.name + ".class"), out.toByteArray()));
    }

    /** The class whose method returns the number of the build, which is 0 in the source. */
    private static ClassNode numbered(ClassNode c, int build) {
        for (MethodNode m : c.methods) {
            if (m.desc.equals("()I")) {
                m.instructions.clear();
                m.instructions.add(new LdcInsnNode(build));
                m.instructions.add(new InsnNode(Opcodes.IRETURN));
            }
        }
        return c;
    }

    /** Changes the classes, given by name, and returns all of them and those that they need beside them. */
    static List<ClassNode> run(Map<String, ClassNode> classes) {
        Map<String, List<ClassNode>> nests = new LinkedHashMap<>();
        EnumSwitches switches = new EnumSwitches(classes);
        for (ClassNode c : classes.values()) {
            if (!isPublicInterface(c)) {
                RecordCode.replace(c);
                switches.replace(c);
                shortenStreams(c);
                if (!isLifted(c)) {
                    castThrown(c);
                }
                withoutNames(c);
            }
            if (!isPublicInterface(c) && !c.name.startsWith(STREAMS)) {
                nests.computeIfAbsent(c.nestHostClass == null ? c.name : c.nestHostClass, n -> new ArrayList<>()).add(c);
            }
        }
        List<ClassNode> all = new ArrayList<>(classes.values());
        nests.forEach((host, members) -> all.addAll(LambdaCode.replace(classes.get(host), members)));
        return all;
    }

    /** Generic types stay where other code may be compiled against them. */
    private static void withoutNames(ClassNode c) {
        c.fields.stream().filter(f -> !isVisible(f.access)).forEach(f -> f.signature = null);
        for (MethodNode m : c.methods) {
            m.signature = isVisible(m.access) ? m.signature : null;
            m.parameters = null;
            m.localVariables = null;
        }
    }

    private static boolean isVisible(int access) {
        return (access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) != 0;
    }

    private static void shortenStreams(ClassNode c) {
        for (MethodNode m : c.methods) {
            for (AbstractInsnNode i : m.instructions.toArray()) {
                if (i instanceof MethodInsnNode call) {
                    if (call.name.equals("mapToInt") && call.owner.equals(STREAM) && call.getNext() instanceof MethodInsnNode sum && sum.name.equals("sum")) {
                        m.instructions.remove(sum);
                        m.instructions.set(call, shortStream("sum", SUM));
                    } else if (shorter(call) != null) {
                        m.instructions.set(call, shorter(call));
                    }
                }
            }
        }
    }

    /** What makes the short stream in place of one of the JDK's; null for other calls. */
    private static MethodInsnNode shorter(MethodInsnNode call) {
        if (call.name.equals("stream")) {
            return COLLECTIONS.contains(call.owner) ? shortStream("of", OF_COLLECTION) : call.owner.equals("java/util/Arrays") && call.desc.equals(OF_ARRAY) ? shortStream("of", OF_ARRAY) : null;
        }
        if (!call.owner.equals(STREAM) || call.getOpcode() != Opcodes.INVOKESTATIC) {
            return null;
        }
        return call.name.equals("concat") ? shortStream("concat", call.desc) : !call.name.equals("of") ? null
            : call.desc.equals(OF_ARRAY) ? shortStream("of", OF_ARRAY) : call.desc.equals(OF_ONE) ? shortStream("one", OF_ONE) : null;
    }

    private static MethodInsnNode shortStream(String name, String desc) {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, SHORT, name, desc, false);
    }

    /**
     * Casts what is thrown, which nothing comes of: the JVM's verifier then need not load the exception's class to see that it is one. Most of these never occur.
     */
    private static void castThrown(ClassNode c) {
        for (MethodNode m : c.methods) {
            for (AbstractInsnNode i : m.instructions.toArray()) {
                if (i.getOpcode() == Opcodes.ATHROW && i.getPrevious().getOpcode() != Opcodes.CHECKCAST) {
                    m.instructions.insertBefore(i, new TypeInsnNode(Opcodes.CHECKCAST, "java/lang/Throwable"));
                }
            }
        }
    }

    /** Packages whose bytecode the compiler reads. */
    private static boolean isLifted(ClassNode c) {
        return c.name.startsWith("dev/jacobi/array/") || c.name.startsWith("dev/jacobi/lift/jdk/");
    }

    /** The package {@code dev.jacobi}, without those below it. */
    private static boolean isPublicInterface(ClassNode c) {
        return c.name.lastIndexOf('/') == OURS.length() - 1;
    }
}
