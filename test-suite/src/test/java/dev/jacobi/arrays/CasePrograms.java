// Java programs made of cases of the tables: what a user would write for each, compiled by javac.
package dev.jacobi.arrays;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A static method for each call, and one more for each word that is said of it, such as vmap; transformations read their bytecode as they read that of any program. */
final class CasePrograms {
    private static final String NAME = "CasesOfTable";
    /** So many are in one class, as javac makes one method of all functions of a class that can be serialized. */
    private static final int IN_CLASS = 100;
    private final List<Class<?>> compiled;

    private CasePrograms(List<Class<?>> compiled) {
        this.compiled = compiled;
    }

    /** A call as Java's text, what it returns, and how many arrays it is a function of. */
    record Source(String call, String result, int arrays) {}

    /** A source and the words that will be said of it. */
    record Asked(Source source, Set<String> words) {}

    static CasePrograms of(List<Asked> sources) {
        var texts = new ArrayList<String>();
        for (int from = 0; from < sources.size(); from += IN_CLASS) {
            var text = new StringBuilder("import dev.jacobi.*;\nimport java.util.*;\npublic final class " + NAME + texts.size() + " {\n");
            for (int k = from; k < Math.min(from + IN_CLASS, sources.size()); k++) {
                text.append(methods(k, sources.get(k), NAME + texts.size()));
            }
            texts.add(text.append("}\n").toString());
        }
        return new CasePrograms(load(texts));
    }

    private static String methods(int k, Asked asked, String name) {
        Source s = asked.source;
        List<String> names = IntStream.range(0, s.arrays).mapToObj(CasePrograms::letter).toList();
        String parameters = names.stream().map(n -> "NDArray " + n).collect(Collectors.joining(", "));
        String given = IntStream.range(0, s.arrays).mapToObj(i -> "(NDArray) x[" + i + "]").collect(Collectors.joining(", "));
        String arrays = "NDArray, ".repeat(s.arrays);
        var text = new StringBuilder("    static " + s.result + " f" + k + "(" + parameters + ") {\n        return " + s.call + ";\n    }\n");
        for (String word : asked.words) {
            String said = switch (word) {
                case "vmap" -> "Fn" + s.arrays + "<" + arrays + "Object> m = Jacobi.vmap(f); return m.apply(" + given + ")";
                case "vjp" -> "return Jacobi.vjp(f).apply(" + given + ", (" + s.result + ") x[" + s.arrays + "]).grad()";
                case "lower" -> "return Jacobi.lower(f, x)";
                case "lowervmap" -> "Fn" + s.arrays + "<" + arrays + "Object> m = Jacobi.vmap(f); return Jacobi.lower(m, x)";
                case "lowervjp" -> "return Jacobi.lower(Jacobi.vjp(f), x)";
                default -> throw new IllegalArgumentException(word);
            };
            text.append("    @SuppressWarnings(\"unchecked\")\n    public static Object ").append(word).append(k).append("(Object[] x) {\n        Fn").append(s.arrays).append('<').append(arrays)
                    .append(s.result).append("> f = ").append(name).append("::f").append(k).append(";\n        ").append(said).append(";\n    }\n");
        }
        return text.toString();
    }

    /** The name of an array in a call. */
    static String letter(int index) {
        return String.valueOf((char) ('a' + index));
    }

    /** Says a word of a case: {@code vmap}, {@code vjp} (the last argument is the cotangent), or {@code lower}. */
    Object say(String word, int number, List<?> arguments) throws ReflectiveOperationException {
        Method m = compiled.get(number / IN_CLASS).getMethod(word + number, Object[].class);
        try {
            return m.invoke(null, (Object) arguments.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException r) {
                throw r;
            }
            if (e.getCause() instanceof Error r) {
                throw r;
            }
            throw e;
        }
    }

    private static List<Class<?>> load(List<String> texts) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var said = new DiagnosticCollector<JavaFileObject>();
        var files = new Written(compiler.getStandardFileManager(null, null, null));
        List<SimpleJavaFileObject> sources = IntStream.range(0, texts.size()).mapToObj(k -> source(NAME + k, texts.get(k))).toList();
        if (!compiler.getTask(null, files, said, List.of("-nowarn", "-proc:none"), null, sources).call()) {
            throw new IllegalStateException(said.getDiagnostics().stream().limit(5).map(String::valueOf).toList().toString());
        }
        var loader = new Loader(files.bytes);
        var classes = new ArrayList<Class<?>>();
        for (int k = 0; k < texts.size(); k++) {
            try {
                classes.add(loader.loadClass(NAME + k));
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
        return classes;
    }

    private static SimpleJavaFileObject source(String name, String text) {
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignore) {
                return text;
            }
        };
    }

    /** Class files in memory. */
    private static final class Written extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> bytes = new HashMap<>();

        Written(JavaFileManager manager) {
            super(manager);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + name + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return bytes.computeIfAbsent(name, n -> new ByteArrayOutputStream());
                }
            };
        }
    }

    /** Has classes' bytes as resources, too, where transformations look for them. */
    private static final class Loader extends ClassLoader {
        private final Map<String, ByteArrayOutputStream> bytes;

        Loader(Map<String, ByteArrayOutputStream> bytes) {
            super(CasePrograms.class.getClassLoader());
            this.bytes = bytes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (!bytes.containsKey(name)) {
                throw new ClassNotFoundException(name);
            }
            byte[] b = bytes.get(name).toByteArray();
            return defineClass(name, b, 0, b.length);
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            String plain = name.replace(".class", "").replace('/', '.');
            return bytes.containsKey(plain) ? new ByteArrayInputStream(bytes.get(plain).toByteArray()) : super.getResourceAsStream(name);
        }
    }
}
