package dev.jacobi.structure;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads the compiled classes of all modules: who may use whom, and that no packages need each other. */
class ArchitectureTest {
    private static final String PUBLIC = "dev.jacobi";
    private static final String SPI = "dev.jacobi.spi";
    private static final String BOOT = PUBLIC + ".boot";
    private static final String WOVEN = PUBLIC + ".woven";
    private static final String IR = "dev.jacobi.ir";

    /** Which modules a module may use besides itself. */
    private static final Map<String, Set<String>> MODULES = Map.of(
            "ir", Set.of(),
            "autodiff", Set.of("ir"),
            "vectorize", Set.of("ir"),
            "codegen-llvm", Set.of("vectorize", "ir"),
            "codegen-ptx", Set.of("codegen-llvm", "vectorize", "ir"),
            "pjrt-tpu", Set.of("codegen-llvm", "vectorize", "ir"),
            "agent", Set.of("codegen-ptx", "pjrt-tpu", "codegen-llvm", "autodiff", "vectorize", "ir"));

    /** The module's packages, in the order in which a call meets them: each uses only those behind it. */
    private static final List<String> AGENT = List.of("agent", "site", "transform", "backend", "stub", "classes", "jvm", "lift", "policy", "options", "report", "array", "spi");

    /** Types of the JDK whose instances are there to change, or are threads; the last is what gives objects to a cleaner. */
    private static final Pattern STATES = Pattern.compile("java\\.util\\.concurrent\\..*|java\\.lang\\.(ThreadLocal|ClassValue|Thread|ref\\..*)|java\\.util\\.(\\w*HashMap|ArrayList|ArrayDeque|\\w*HashSet|Tree\\w+|BitSet|Random)|java\\.util\\.function\\.BiFunction");

    /** What functions on arrays append to programs, beside what the public interface shows of these. */
    private static final Set<String> ARRAYS_EMIT = Set.of("DType", "Prim");

    private static final Map<String, JavaClasses> CLASSES = classes();

    private static Map<String, JavaClasses> classes() {
        var all = new TreeMap<String, JavaClasses>();
        for (String module : MODULES.keySet()) {
            Path folder = StructureTest.ROOT.resolve(module).resolve("target/classes");
            all.put(module, new ClassFileImporter().importPath(folder));
        }
        return all;
    }

    private static Stream<Dependency> dependencies(Collection<JavaClass> classes) {
        return classes.stream().flatMap(c -> c.getDirectDependenciesFromSelf().stream()).filter(d -> isOurs(d.getTargetClass()));
    }

    private static boolean isOurs(JavaClass c) {
        return c.getPackageName().equals(PUBLIC) || c.getPackageName().startsWith(PUBLIC + ".");
    }

    /** The first word of a package's name behind {@code dev.jacobi.}; empty for the public interface. */
    private static String role(JavaClass c) {
        return c.getPackageName().equals(PUBLIC) ? "" : c.getPackageName().substring(PUBLIC.length() + 1).replaceAll("\\..*", "");
    }

    @Test
    void modulesUseOnlyThoseThatTheyMay() {
        var home = new TreeMap<String, String>();
        CLASSES.forEach((module, classes) -> classes.forEach(c -> home.put(c.getPackageName(), module)));
        var wrong = new TreeSet<String>();
        CLASSES.forEach((module, classes) -> {
            assertTrue(classes.size() > 20, "classes of " + module + ": " + classes.size());
            dependencies(classes).forEach(d -> {
                String other = home.get(d.getTargetClass().getPackageName());
                if (!module.equals(other) && !MODULES.get(module).contains(String.valueOf(other))) {
                    wrong.add(d.getDescription());
                }
            });
        });
        assertEquals(Set.of(), wrong);
    }

    @Test
    void theAgentsPackagesUseOnlyThoseBehindThem() {
        var wrong = new ArrayList<String>();
        dependencies(CLASSES.get("agent")).filter(d -> AGENT.contains(role(d.getTargetClass())) && AGENT.contains(role(d.getOriginClass())))
            .filter(d -> AGENT.indexOf(role(d.getOriginClass())) > AGENT.indexOf(role(d.getTargetClass())))
            .forEach(d -> wrong.add(d.getDescription()));
        assertEquals(List.of(), wrong);
    }

    @Test
    void noPackagesNeedEachOther() {
        // arrays and the functions on them are one with what they are made of: NDArray is a value of the core, and functions call each other
        CLASSES.values().forEach(classes -> slices().assignedFrom(by(name -> isOfArrays(name) ? PUBLIC : name)).should().beFreeOfCycles().check(classes));
    }

    private static boolean isOfArrays(String packageName) {
        return packageName.startsWith(PUBLIC + ".array.");
    }

    /** The interpreter and the language that it runs, taken together with what stands in between, need each other. */
    @Test
    void theRuleAgainstCirclesFindsOne() {
        JavaClasses ir = CLASSES.get("ir");
        UnaryOperator<String> merged = name -> name.equals("dev.jacobi.ir.interp") ? PUBLIC + ".ir" : name;
        assertThrows(AssertionError.class, () -> slices().assignedFrom(by(merged)).should().beFreeOfCycles().check(ir));
    }

    /**
     * Static fields that may hold what changes. What a process has one of hangs on the one {@code Engine}, for which prologues and the public interface's static methods ask.
     * What is woven into programs has nothing but a static field to find the agent by. Operations on arrays have the program that their thread makes, words for their calls, and whether 64 bits are
     * the default: they are static methods, too. The rest is what a class's records are made of, kept with the class; a thread that frees what has become unreachable; and what waits at the end of the JVM.
     */
    private static final Set<String> STATIC_STATE = Set.of("dev.jacobi.array.core.EagerKernel.SCRATCH", "dev.jacobi.array.core.Precision.OF_PROCESS", "dev.jacobi.array.core.Trace.CURRENT", "dev.jacobi.site.Engine.OF_PROCESS", "dev.jacobi.woven.Bootstrap.LINKER",
            "dev.jacobi.transform.ValueTrees.RECORDS", "dev.jacobi.pjrt.capi.PluginObject.CLEANER", "dev.jacobi.pjrt.capi.Api.ENDING");

    @Test
    void noStateIsStaticButTheOneEngine() {
        var found = new TreeSet<String>();
        CLASSES.values().forEach(classes -> classes.forEach(c -> c.getFields().stream().filter(ArchitectureTest::holdsState).forEach(f -> found.add(f.getFullName()))));
        assertEquals(new TreeSet<>(STATIC_STATE), found);
    }

    /** Of constants only the type can be seen: collections that do not change have the types of those that do. */
    private static boolean holdsState(JavaField f) {
        if (!f.getModifiers().contains(JavaModifier.STATIC) || f.getModifiers().contains(JavaModifier.SYNTHETIC)) {
            return false;
        }
        String type = f.getRawType().getName();
        return !f.getModifiers().contains(JavaModifier.FINAL) || STATES.matcher(type).matches() || CLASSES.values().stream().anyMatch(all -> all.contain(type)
            && all.get(type).getFields().stream().anyMatch(x -> !x.getModifiers().contains(JavaModifier.STATIC) && !x.getModifiers().contains(JavaModifier.FINAL)));
    }

    /** What programs call can be loaded without the engine, which it finds by name: of the engine's classes it shows the program of a function, and that needs only its own package. */
    @Test
    void thePublicInterfaceNeedsNothingOfTheEngineButTheLanguageItShows() {
        Map<String, Set<String>> may = Map.of(PUBLIC, Set.of(PUBLIC, SPI, IR), SPI, Set.of(SPI, IR, BOOT), IR, Set.of(IR), BOOT, Set.of(BOOT), WOVEN, Set.of(WOVEN, IR));
        var wrong = new TreeSet<String>();
        var shown = new TreeSet<String>();
        List<JavaClass> all = CLASSES.values().stream().flatMap(JavaClasses::stream).toList();
        may.forEach((name, allowed) -> dependencies(all.stream().filter(c -> c.getPackageName().equals(name)).toList()).forEach(d -> {
            String used = d.getTargetClass().getPackageName();
            if (!allowed.contains(used) && !(name.equals(PUBLIC) && isOfArrays(used))) {
                wrong.add(d.getDescription());
            }
            if (used.equals(IR) && !name.equals(IR)) {
                shown.add(d.getTargetClass().getSimpleName());
            }
        }));
        assertEquals(Set.of(), wrong);
        shown.removeIf(ARRAYS_EMIT::contains);
        assertEquals(Set.of("Check", "Func"), shown);
    }

    /** {@code name} gives a slice's name for a package, an empty one for none. */
    private static SliceAssignment by(UnaryOperator<String> name) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass c) {
                String slice = isOurs(c) ? name.apply(c.getPackageName()) : "";
                return slice.isEmpty() ? SliceIdentifier.ignore() : SliceIdentifier.of(slice);
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
    }
}
