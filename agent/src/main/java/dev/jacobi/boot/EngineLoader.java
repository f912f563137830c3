package dev.jacobi.boot;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.security.CodeSource;
import java.security.ProtectionDomain;
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
        "dev.jacobi.array.numpy", "dev.jacobi.array.optim", "dev.jacobi.array.random", "dev.jacobi.array.scipy", "dev.jacobi.array.text", "dev.jacobi.array.tree", "dev.jacobi.boot", "dev.jacobi.ir",
        "dev.jacobi.spi", "dev.jacobi.woven");
    private static final String PRESETS = "org.bytedeco.";
    /** Back ends, for which tests have classes in other places: those belong to the engine, too. */
    private static final String[] BACK_ENDS = {"dev.jacobi.llvm.", "dev.jacobi.ptx.", "dev.jacobi.pjrt."};
    private static final String IN_WHOLE_JAR = "org/bytedeco/javacpp/Loader.class";

    static {
        registerAsParallelCapable();
    }

    private final ZipFile jar;
    /** Null where the jar has none that fits. */
    private final ClassIndex index;
    private final ProtectionDomain domain;

    /** The loader of this process's engine, made when it is first asked for. */
    private static final class OfProcess {
        static final ClassLoader LOADER = make();
    }

    private EngineLoader(ZipFile jar, ClassIndex index, CodeSource source, ClassLoader parent) {
        super("jacobi", parent);
        this.jar = jar;
        this.index = index;
        this.domain = new ProtectionDomain(source, null, this, null);
    }

    /** The class loader that has the engine. */
    public static ClassLoader ofEngine() {
        return OfProcess.LOADER;
    }

    private static ClassLoader make() {
        ClassLoader parent = EngineLoader.class.getClassLoader();
        try {
            CodeSource source = EngineLoader.class.getProtectionDomain().getCodeSource();
            File file = source == null ? null : new File(source.getLocation().toURI());
            if (file == null || !file.isFile()) {
                return parent;
            }
            var jar = new ZipFile(file);
            if (jar.getEntry(IN_WHOLE_JAR) == null) {
                jar.close();
                return parent;
            }
            return new EngineLoader(jar, ClassIndex.of(jar, file), source, parent);
        } catch (IOException | URISyntaxException | RuntimeException e) {
            return parent; // the classes come from something that is no file
        }
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
            return ofJdk(name, resolve);
        }
        if (!name.startsWith(ROOT) && !name.startsWith(PRESETS) || isShared(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> c = findLoadedClass(name);
            c = c == null ? own(name) : c;
            return c == null ? super.loadClass(name, resolve) : c;
        }
    }

    /** At once, as the loaders in between look twice for each class that code of the engine names. */
    private Class<?> ofJdk(String name, boolean resolve) throws ClassNotFoundException {
        try {
            return Class.forName(name, false, null);
        } catch (ClassNotFoundException e) {
            return super.loadClass(name, resolve); // some of the JDK's modules have another loader
        }
    }

    /** Null for what is neither in the jar nor of a back end. */
    private Class<?> own(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/') + ".class";
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
