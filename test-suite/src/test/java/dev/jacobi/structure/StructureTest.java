// The house rules that a machine can hold: who may import whom, file sizes, rule tables without default, no static state, READMEs.
package dev.jacobi.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Reads the sources of all modules. */
class StructureTest {
    static final Path ROOT = root();
    private static final int MOST_LINES = 450;
    private static final int MEDIAN_LINES = 120;
    private static final int MOST_METHOD_LINES = 60;

    private static final List<String> MODULES = List.of("ir", "autodiff", "vectorize", "codegen-llvm", "codegen-ptx", "pjrt-tpu", "agent");

    /** What programs call, which is as large as what it offers. */
    private static final String PUBLIC = "dev.jacobi";
    private static final int MOST_FILES = 25;

    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern STATIC_FIELD = Pattern.compile(
            "(?m)^\\s+(?:(?:public|protected|private|volatile|transient) )*static (?!(?:\\w+ )*(?:final|class|record|enum|interface|abstract|sealed|void)\\b)[\\w.<>\\[\\], ?]+ \\w+(?: = [^;{]*)?;");
    private static final Pattern STATIC_CONTAINER = Pattern.compile(
            "(?m)^\\s+(?:\\w+ )*static (?:\\w+ )*final [\\w.]*(?:Map|List|Set|Collection|Deque|Queue)<.*> \\w+ = new ");

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("test-suite")) ? here : here.getParent();
    }

    record Source(String module, boolean main, Path path, String text) {
        String name() {
            return ROOT.relativize(path).toString();
        }
    }

    /** Java that the build of the agent's module writes from templates. */
    private static final String WRITTEN = "target/generated-sources/overloads";

    /** Where the modules have their sources: what else a build or git writes meanwhile is not there. */
    private static List<Path> folders() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.flatMap(m -> Stream.of(m.resolve("src"), m.resolve(WRITTEN))).filter(Files::isDirectory).toList();
        }
    }

    static List<Source> sources() throws IOException {
        List<Source> sources = new ArrayList<>();
        for (Path folder : folders()) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path p : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    Path relative = ROOT.relativize(p);
                    boolean main = relative.toString().contains("src/main/") || relative.toString().contains(WRITTEN);
                    sources.add(new Source(relative.getName(0).toString(), main, p, Files.readString(p)));
                }
            }
        }
        assertTrue(sources.size() > 50, "sources found: " + sources.size());
        assertTrue(sources.stream().anyMatch(s -> s.name().endsWith(WRITTEN + "/dev/jacobi/Fn8.java")), "what the build writes is not there");
        return sources;
    }

    @Test
    void packagesAreSmallAndSayWhatTheyAreFor() throws IOException {
        var files = new TreeMap<String, Integer>();
        var pages = new TreeSet<String>();
        for (Source s : sources()) {
            Matcher p = PACKAGE.matcher(s.text());
            if (s.main() && MODULES.contains(s.module()) && p.find()) {
                if (s.path().endsWith("package-info.java")) {
                    pages.add(p.group(1));
                } else {
                    files.merge(p.group(1), 1, Integer::sum);
                }
            }
        }
        assertEquals(files.keySet(), pages, "packages with a package-info");
        files.remove(PUBLIC);
        files.values().removeIf(n -> n <= MOST_FILES);
        assertEquals(Map.of(), files, "packages with too many files");
    }

    /** Hundreds of the engine's classes are loaded when a program waits for its first compiled method: the agent tells them by their packages. */
    @Test
    void theAgentKnowsThePackagesOfItsJar() throws IOException {
        var packages = new TreeSet<>(Set.of("shaded"));
        for (Source s : sources()) {
            Matcher p = PACKAGE.matcher(s.text());
            if (s.main() && MODULES.contains(s.module()) && p.find() && !p.group(1).equals(PUBLIC)) {
                packages.add(p.group(1).substring(PUBLIC.length() + 1).replaceAll("\\..*", ""));
            }
        }
        String list = Files.readString(ROOT.resolve("agent/src/main/java/dev/jacobi/agent/Selection.java")).replaceAll("(?s).*OWN = Set\\.of\\((.*?)\\);.*", "$1");
        var known = new TreeSet<String>();
        Pattern.compile("\"(.*?)\"").matcher(list).results().map(m -> m.group(1)).forEach(known::add);
        assertEquals(packages, known);
    }

    /**
     * What the public interface calls by a name that the engine has, too, is the same thing seen from outside: the options of one jit, and of the
     * process; what has been compiled and can be called with objects.
     */
    private static final Set<String> SAME_ROLE = Set.of("agent Compiled.java", "agent Options.java");

    @Test
    void noFileNameOccursTwiceInAModule() throws IOException {
        var seen = new TreeSet<String>();
        var twice = new TreeSet<String>();
        for (Source s : sources()) {
            String name = s.module() + " " + s.path().getFileName();
            if (s.main() && !s.path().endsWith("package-info.java") && !seen.add(name)) {
                twice.add(name);
            }
        }
        assertEquals(SAME_ROLE, twice);
    }

    @Test
    void mostFilesAreShort() throws IOException {
        long[] lines = sources().stream().filter(s -> s.main() && MODULES.contains(s.module()) && !s.path().endsWith("package-info.java"))
            .mapToLong(s -> s.text().lines().count()).sorted().toArray();
        assertTrue(lines[lines.length / 2] <= MEDIAN_LINES, "half of the files have more than " + lines[lines.length / 2] + " lines");
    }

    @Test
    void noFileIsLongerThanItMayBe() throws IOException {
        assertEquals(List.of(), sources().stream().filter(s -> s.text().lines().count() > MOST_LINES).map(Source::name).toList());
    }

    @Test
    void noTemplateIsLongerThanAFileMayBe() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("agent/src/main/templates"))) {
            for (Path p : files.filter(Files::isRegularFile).toList()) {
                assertTrue(Files.readString(p).lines().count() <= MOST_LINES, ROOT.relativize(p) + " is too long");
            }
        }
    }

    @Test
    void noMethodIsLongerThanItMayBe() throws IOException {
        assertEquals(List.of(), longMethods(sources().stream().filter(Source::main).map(s -> javaFile(s.name(), s.text())).toList()));
    }

    @Test
    void theMethodScanFindsWhatItIsFor() throws IOException {
        String body = "x();\n".repeat(MOST_METHOD_LINES - 2);
        String javadoc = "/** Not counted.\n */\n@Override\n@SuppressWarnings({\n\"a\"})\n";
        assertEquals(List.of(), longMethods(List.of(javaFile("A.java", "class A {\n" + javadoc + "public void f() {\n" + body + "}\n}"))));
        assertEquals(List.of("A.java:7 f has 61 lines"), longMethods(List.of(javaFile("A.java", "class A {\n" + javadoc + "public void f() {\ny();\n" + body + "}\n}"))));
        // a compact constructor with a method inside, both too long, and braces that are none
        assertEquals(List.of("B.java:2 <init> has 63 lines", "B.java:3 g has 61 lines"), longMethods(List.of(javaFile("B.java",
                "record B(int x) {\nB { new Object() { // {\nvoid g() {\ny(\"}\");\n" + body + "}\n}; }\n}"))));
    }

    /** Methods and constructors of more lines than {@link #MOST_METHOD_LINES}, from the first line behind Javadoc and annotations to that of the closing brace. */
    static List<String> longMethods(List<? extends JavaFileObject> files) throws IOException {
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler().getTask(null, null, d -> { }, List.of("-proc:none"), null, files);
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        var found = new ArrayList<String>();
        for (CompilationUnitTree unit : task.parse()) {
            String text = unit.getSourceFile().getCharContent(true).toString();
            LineMap lines = unit.getLineMap();
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitMethod(MethodTree m, Void nothing) {
                    long from = positions.getStartPosition(unit, m);
                    for (Tree annotation : m.getModifiers().getAnnotations()) {
                        from = Math.max(from, positions.getEndPosition(unit, annotation));
                    }
                    while (Character.isWhitespace(text.charAt((int) from))) {
                        from++;
                    }
                    long first = lines.getLineNumber(from);
                    long count = lines.getLineNumber(positions.getEndPosition(unit, m)) - first + 1;
                    if (count > MOST_METHOD_LINES) {
                        found.add(unit.getSourceFile().getName().substring(1) + ":" + first + " " + m.getName() + " has " + count + " lines");
                    }
                    return super.visitMethod(m, nothing);
                }
            }.scan(unit, null);
        }
        return found;
    }

    static JavaFileObject javaFile(String name, String text) {
        return new SimpleJavaFileObject(URI.create("source:///" + name), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    /** Comments and the contents of literals become blanks; lines stay. */
    private static String withoutComments(String text) {
        Matcher m = Pattern.compile("/\\*.*?\\*/|//[^\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])+'", Pattern.DOTALL).matcher(text);
        return m.replaceAll(r -> r.group().replaceAll("[^\n]", " "));
    }

    @Test
    void thereIsNoStaticMutableState() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Source s : sources()) {
            if (!s.main()) {
                continue;
            }
            for (Pattern p : List.of(STATIC_FIELD, STATIC_CONTAINER)) {
                Matcher m = p.matcher(withoutComments(s.text()));
                while (m.find()) {
                    wrong.add(s.name() + ": " + m.group().strip());
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void theStaticScanFindsWhatItIsFor() {
        assertTrue(STATIC_FIELD.matcher("    private static int count;").find());
        assertTrue(STATIC_FIELD.matcher("    static volatile Site site = null;").find());
        assertTrue(!STATIC_FIELD.matcher("    private static final int COUNT = 1;").find());
        assertTrue(!STATIC_FIELD.matcher("    static int count() {").find());
        assertTrue(STATIC_CONTAINER.matcher("    private static final Map<String, Integer> CACHE = new HashMap<>();").find());
        assertTrue(STATIC_CONTAINER.matcher("    static final java.util.Map<String, Integer> CACHE = new java.util.HashMap<>();").find());
    }

    @Test
    void everyModuleHasAReadmeOfAtMostAPage() throws IOException {
        for (String module : Stream.concat(MODULES.stream(), Stream.of("test-suite")).toList()) {
            Path readme = ROOT.resolve(module).resolve("README.md");
            assertTrue(Files.exists(readme), readme + " is missing");
            long lines = Files.readString(readme).lines().count();
            assertTrue(lines > 3 && lines <= 150, readme + " has " + lines + " lines");
        }
        assertTrue(Files.exists(ROOT.resolve("README.md")));
    }

    @Test
    void everySourceSaysFirstWhatItIsFor() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Source s : sources()) {
            if (s.main() && !Pattern.compile("//|/\\*").matcher(s.text()).find()) {
                wrong.add(s.name());
            }
        }
        assertEquals(List.of(), wrong);
    }
}
