// Compiles sources in memory, many at a time, into a class loader that also hands out the class files.
package dev.jacobi.harness;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The JDK's compiler without files. */
public final class Javac {
    /** Classes by name, loadable and readable as resources. */
    public static final class Loader extends ClassLoader {
        private final Map<String, byte[]> classes;

        /** Class files by class name. */
        public Loader(Map<String, byte[]> classes) {
            super(Javac.class.getClassLoader());
            this.classes = Map.copyOf(classes);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classes.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            byte[] bytes = name.endsWith(".class") ? classes.get(name.substring(0, name.length() - 6).replace('/', '.')) : null;
            return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
        }

        public Map<String, byte[]> classes() {
            return classes;
        }
    }

    /** The sources do not compile; the message is the compiler's. */
    public static final class CompileError extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final boolean ofCompiler;

        CompileError(String message, boolean ofCompiler) {
            super(message);
            this.ofCompiler = ofCompiler;
        }

        /** True when the compiler itself fails, without an error in the sources. */
        public boolean isOfCompiler() {
            return ofCompiler;
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreErrors) {
            return text;
        }
    }

    private static final class Output extends SimpleJavaFileObject {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Output(String name) {
            super(URI.create("mem:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
        }

        @Override
        public OutputStream openOutputStream() {
            return bytes;
        }
    }

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

    /** Compiles sources given by class name. */
    public Loader compile(Map<String, String> sources) {
        Map<String, Output> outputs = new HashMap<>();
        DiagnosticCollector<JavaFileObject> errors = new DiagnosticCollector<>();
        JavaFileManager files = new ForwardingJavaFileManager<>(compiler.getStandardFileManager(errors, null, null)) {
            @Override
            public JavaFileObject getJavaFileForOutput(Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
                return outputs.computeIfAbsent(name, Output::new);
            }
        };
        List<Source> units = sources.entrySet().stream().map(e -> new Source(e.getKey(), e.getValue())).toList();
        StringWriter other = new StringWriter();
        boolean good = compiler.getTask(other, files, errors, List.of("-nowarn", "-proc:none", "-g", "-Xlint:none", "-XDuseUnsharedTable=true"),
                null, units).call();
        if (!good) {
            Optional<String> error = errors.getDiagnostics().stream().filter(d -> d.getKind() == javax.tools.Diagnostic.Kind.ERROR)
                    .map(Object::toString).findFirst();
            throw new CompileError(error.orElse(other.toString()), error.isEmpty());
        }
        Map<String, byte[]> classes = new HashMap<>();
        outputs.forEach((name, output) -> classes.put(name, output.bytes.toByteArray()));
        return new Loader(classes);
    }
}
