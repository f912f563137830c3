package dev.jacobi.boot;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Loads the engine and the libraries that it stands on from the agent's jar, before anybody else's classes of the same names: a program may have a JavaCPP or an LLVM of its own, and nothing of the
 * program decides what the engine is made of. What programs share with the engine are the public interface, the IR that it shows, and what is woven into them; these classes, and those of the program, are
 * the parent's. Where the engine does not come from that jar (separate modules on the class path) there is no such loader: it is an ordinary library then.
 */
public final class EngineLoader extends ClassLoader {
    private static final String ROOT = "dev.jacobi.";
    private static final String JDK = "java.";
    /** Packages that programs and the engine share, beside {@code dev.jacobi} itself: of the IR the language, which the public interface shows, not what works on it. */
    public static final Set<String> SHARED = Set.of("dev.jacobi.array.algorithms", "dev.jacobi.array.control", "dev.jacobi.array.core", "dev.jacobi.array.data",
        "dev.jacobi.array.device", "dev.jacobi.array.file", "dev.jacobi.array.host", "dev.jacobi.array.index", "dev.jacobi.array.lax", "dev.jacobi.array.linear", "dev.jacobi.array.nn",
        "dev.jacobi.array.numpy", "dev.jacobi.array.optim", "dev.jacobi.array.random", "dev.jacobi.array.scipy", "dev.jacobi.array.serial", "dev.jacobi.array.text", "dev.jacobi.array.tree", "dev.jacobi.boot", "dev.jacobi.ir",
        "dev.jacobi.spi", "dev.jacobi.woven");
    private static final String PRESETS = "org.bytedeco.";
    /** Back ends, for which tests have classes in other places: those belong to the engine, too. */
    private static final String[] BACK_ENDS = {"dev.jacobi.llvm.", "dev.jacobi.ptx.", "dev.jacobi.pjrt."};
    private static final String IN_WHOLE_JAR = "org/bytedeco/javacpp/Loader.class";
    private static final String CLASS = ".class";

    static {
        registerAsParallelCapable();
    }

    private final ZipFile jar;
    /** Null where the jar has none that fits, which the boot loader's classes need. */
    private final ClassIndex index;
    private final ProtectionDomain domain;
    /** Whether the boot loader has what the index does not say it lacks: the JVM was started with {@code jacobi-engine.jar} on its path. */
    private final boolean booted;

    /** The loader of this process's engine, made when it is first asked for; null when its parts do not fit. */
    private static final class OfProcess {
        static final ClassLoader LOADER = make();
    }

    private EngineLoader(ZipFile jar, ClassIndex index, CodeSource source, ClassLoader parent, boolean booted) {
        super("jacobi", parent);
        this.jar = jar;
        this.index = index;
        this.domain = new ProtectionDomain(source, null, this, null);
        this.booted = booted;
    }

    /** The class loader that has the engine. Throws an IllegalStateException, which says why, when it cannot be told. */
    public static ClassLoader ofEngine() {
        if (OfProcess.LOADER == null) {
            throw new IllegalStateException("the jacobi-engine.jar that the JVM was started with is not of the same build as the agent's jar; name the one that is, or leave -Xbootclasspath/a away");
        }
        return OfProcess.LOADER;
    }

    /** A number that tells builds of the jar apart; 0 for classes that come from none. */
    public static int build() {
        return BuildNumber.get();
    }

    /** The loader that what a class names is looked up by: its own, and for those of ours that the boot loader has one that sees the program's classes, too. */
    public static ClassLoader of(Class<?> c) {
        ClassLoader own = c.getClassLoader();
        return own == null && c.getName().startsWith(ROOT) ? ClassLoader.getSystemClassLoader() : own;
    }

    /** Whether a class, {@code name} with dots or slashes, is the engine's or what programs share with it. */
    public static boolean isOwn(ClassLoader loader, String name) {
        return loader instanceof EngineLoader || loader == null && name.startsWith("dev") && name.startsWith("jacobi", 4);
    }

    private static ClassLoader make() {
        ClassLoader parent = of(EngineLoader.class);
        boolean booted = EngineLoader.class.getClassLoader() == null;
        try {
            for (CodeSource source : sources()) {
                ClassLoader made = make(source, parent, booted);
                if (made != null) {
                    return made;
                }
            }
        } catch (IOException | URISyntaxException | RuntimeException e) {
            // the classes come from something that is no file
        }
        return booted ? null : parent;
    }

    /** Null where a jar is not whole, or is not the one that the boot loader's classes belong to. */
    private static ClassLoader make(CodeSource source, ClassLoader parent, boolean booted) throws IOException, URISyntaxException {
        var file = new File(source.getLocation().toURI());
        if (!file.isFile()) {
            return null;
        }
        var jar = new ZipFile(file);
        if (jar.getEntry(IN_WHOLE_JAR) != null) {
            ClassIndex index = ClassIndex.of(jar, file);
            if (!booted || index != null && index.build() == BuildNumber.get()) {
                return new EngineLoader(jar, index, source, parent, booted);
            }
        }
        jar.close();
        return null;
    }

    /** Where the engine comes from. The boot loader does not tell; then it is one of the agent's jars on the class path, of which there may be several. */
    private static List<CodeSource> sources() throws IOException {
        CodeSource own = EngineLoader.class.getProtectionDomain().getCodeSource();
        if (own != null || EngineLoader.class.getClassLoader() != null) {
            return own == null ? List.of() : List.of(own);
        }
        List<CodeSource> sources = new ArrayList<>();
        for (URL index : Collections.list(ClassLoader.getSystemResources(ClassIndex.ENTRY))) {
            String text = index.toString();
            if (text.startsWith("jar:") && text.contains("!/")) {
                sources.add(new CodeSource(new URL(text.substring("jar:".length(), text.lastIndexOf("!/"))), (CodeSigner[]) null));
            }
        }
        return sources;
    }

    private static boolean begins(String name, String[] with) {
        for (String w : with) {
            if (name.startsWith(w)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isShared(String name) {
        int dot = name.lastIndexOf('.');
        return dot == ROOT.length() - 1 || SHARED.contains(name.substring(0, dot));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(JDK)) {
            return ofBoot(name, resolve);
        }
        boolean ours = name.startsWith(ROOT);
        if (!ours && !name.startsWith(PRESETS) || !booted && isShared(name)) {
            return super.loadClass(name, resolve);
        }
        return booted && ours && !index.hasApart(name) ? ofBoot(name, resolve) : ownFirst(name, resolve);
    }

    /** By the boot loader at once, as the loaders in between look twice for each class that code of the engine names. */
    private Class<?> ofBoot(String name, boolean resolve) throws ClassNotFoundException {
        try {
            return Class.forName(name, false, null);
        } catch (ClassNotFoundException e) {
            // some of the JDK's modules have another loader
            return begins(name, BACK_ENDS) ? ownFirst(name, resolve) : super.loadClass(name, resolve);
        }
    }

    private Class<?> ownFirst(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> c = findLoadedClass(name);
            c = c == null ? own(name) : c;
            return c == null ? super.loadClass(name, resolve) : c;
        }
    }

    /** Null for what is neither in the jar nor of a back end. */
    private Class<?> own(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/') + CLASS;
        try {
            ByteBuffer found = index == null ? null : index.read(name, path);
            if (found != null) {
                return defineClass(name, found, domain);
            }
            ZipEntry entry = jar.getEntry(path);
            byte[] bytes = entry != null ? read(entry) : begins(name, BACK_ENDS) ? parents(path) : null;
            return bytes == null ? null : defineClass(name, bytes, 0, bytes.length, domain);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** At once, as the jar says how long an entry is: several hundred are read for a first compilation. */
    private byte[] read(ZipEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            var bytes = new byte[(int) entry.getSize()];
            if (in.readNBytes(bytes, 0, bytes.length) != bytes.length) {
                throw new EOFException(entry.getName());
            }
            return bytes;
        }
    }

    /** Null where the parent has no such resource. */
    private byte[] parents(String path) throws IOException {
        try (InputStream in = getParent().getResourceAsStream(path)) {
            return in == null ? null : in.readAllBytes();
        }
    }

    private InputStream opened(String path) throws IOException {
        ZipEntry entry = jar.getEntry(path);
        return entry == null ? null : jar.getInputStream(entry);
    }

    /** The jar's own first, for the same reason as with classes. */
    @Override
    public URL getResource(String name) {
        if (jar.getEntry(name) != null) {
            try {
                return new URL("jar:" + domain.getCodeSource().getLocation() + "!/" + name);
            } catch (MalformedURLException e) {
                return super.getResource(name);
            }
        }
        return super.getResource(name);
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        try {
            InputStream own = opened(name);
            return own == null ? super.getResourceAsStream(name) : own;
        } catch (IOException e) {
            return null;
        }
    }
}
