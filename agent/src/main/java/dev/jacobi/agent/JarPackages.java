package dev.jacobi.agent;

import dev.jacobi.boot.EngineLoader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The packages that programs share with the engine. The agent's jar is the last entry of the class path, and for each class the JDK searches all entries in front of it, in Java
 * code that a JVM which has just started interprets. The engine has a loader of its own, which looks into the jar alone; for what is shared the JDK's loader is told the same: these look for a class of a
 * module's package in that module alone, so the program's is told of a module that has the shared packages (but for {@code dev.jacobi}, which {@code jacobi-api.jar} has, too). The JVM is not, for which the classes are of the loader's unnamed module as before. Where
 * the JDK does not allow it, classes are found as all others are.
 */
final class JarPackages {
    private static final String LOADERS = "jdk.internal.loader";

    private JarPackages() {
    }

    /** Tells it, once. Does nothing when the agent's classes do not come from a jar. */
    static void tell(Instrumentation instrumentation) {
        ClassLoader loader = EngineLoader.class.getClassLoader();
        try {
            // as the loader writes it, since a class has the rights of what its file is called
            URI jar = JarPackages.class.getProtectionDomain().getCodeSource().getLocation().toURI();
            Class<?> known = Class.forName(LOADERS + ".BuiltinClassLoader", false, null);
            if (!known.isInstance(loader) || !Files.isRegularFile(Path.of(jar))) {
                return;
            }
            Set<Module> own = Set.of(JarPackages.class.getModule());
            instrumentation.redefineModule(Object.class.getModule(), Set.of(), Map.of(LOADERS, own), Map.of(), Set.of(), Map.of());
            known.getMethod("loadModule", ModuleReference.class).invoke(loader, new Reference(new ZipFile(Path.of(jar).toFile()), jar));
        } catch (ReflectiveOperationException | IOException | URISyntaxException | RuntimeException | LinkageError e) {
            // Another JDK has it otherwise; nothing is lost but the time.
            return;
        }
    }

    /** The jar as a module. The file stays open, as it does for the class path. */
    private static final class Reference extends ModuleReference {
        /** There already when the loader asks for it, since its class is found by it from then on. */
        private final Reader reader;

        Reference(ZipFile zip, URI location) {
            super(ModuleDescriptor.newOpenModule("dev.jacobi.engine").packages(EngineLoader.SHARED).build(), location);
            this.reader = new Reader(zip, location);
        }

        @Override
        public ModuleReader open() {
            return reader;
        }
    }

    private static final class Reader implements ModuleReader {
        private final ZipFile zip;
        private final URI location;

        Reader(ZipFile zip, URI location) {
            this.zip = zip;
            this.location = location;
        }

        /** Other resources are found by the class path. */
        private ZipEntry entry(String name) {
            return name.startsWith("dev/jacobi/") ? zip.getEntry(name) : null;
        }

        @Override
        public Optional<URI> find(String name) {
            return entry(name) == null ? Optional.empty() : Optional.of(URI.create("jar:" + location + "!/" + name));
        }

        @Override
        public Optional<InputStream> open(String name) throws IOException {
            ZipEntry e = entry(name);
            return e == null ? Optional.empty() : Optional.of(zip.getInputStream(e));
        }

        @Override
        public Optional<ByteBuffer> read(String name) throws IOException {
            ZipEntry e = entry(name);
            if (e == null) {
                return Optional.empty();
            }
            var bytes = new byte[(int) e.getSize()];
            try (InputStream in = zip.getInputStream(e)) {
                return in.readNBytes(bytes, 0, bytes.length) == bytes.length ? Optional.of(ByteBuffer.wrap(bytes)) : Optional.empty();
            }
        }

        @Override
        public Stream<String> list() {
            return zip.stream().map(ZipEntry::getName).filter(n -> n.startsWith("dev/jacobi/"));
        }

        @Override
        public void close() {
            // the file stays open
        }
    }
}
