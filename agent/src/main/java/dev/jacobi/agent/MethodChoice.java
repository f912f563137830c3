package dev.jacobi.agent;

import dev.jacobi.Jit;
import dev.jacobi.options.Log;
import dev.jacobi.options.Options;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.report.Registry;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.enumeration.EnumerationDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.description.type.TypeList;
import net.bytebuddy.pool.TypePool;

/** Which methods of a class get a prologue. Those that were asked for and get none have their reason in the report. */
final class MethodChoice {
    private static final MethodStats.Reason PROLOGUE = new MethodStats.Reason(null, "", "");
    private final Selection selection;
    private final Registry registry;
    private final Options options;
    private final boolean off;
    /** Which classes of signatures each loader has. */
    private final Map<ClassLoader, Map<String, Boolean>> looked = new WeakHashMap<>();

    /** {@code off}: no method gets one, they are only listed. */
    MethodChoice(Selection selection, Registry registry, Options options, boolean off) {
        this.selection = selection;
        this.registry = registry;
        this.options = options;
        this.off = off;
    }

    /** A class whose methods are chosen among: {@code line} tells a method's first line, 0 where it is not known. */
    record Candidates(TypeDescription type, ClassLoader loader, ToIntFunction<MethodDescription> line) {
        String owner() {
            return type.getInternalName();
        }
    }

    /** A method's name and descriptor in one. */
    static String key(MethodDescription m) {
        return m.getInternalName() + m.getDescriptor();
    }

    /** Keys of the methods that get a prologue. What cannot have one is given to {@code failing} where such methods have to fail. */
    Set<String> choose(Candidates c, Failing failing) {
        Set<String> chosen = new HashSet<>();
        for (MethodDescription.InDefinedShape m : c.type.getDeclaredMethods()) {
            AnnotationDescription.Loadable<Jit> jit = m.getDeclaredAnnotations().ofType(Jit.class);
            MethodStats.Reason why = decide(c, m, jit != null);
            if (why == PROLOGUE) {
                chosen.add(key(m));
                if (jit != null) {
                    registry.method(c.owner(), m.getInternalName(), m.getDescriptor()).asked(asked(jit));
                }
            } else if (why != null && selection.throwsRefusals()) {
                String sentence = registry.method(c.owner(), m.getInternalName(), m.getDescriptor()).method() + " is " + why.sentence();
                if (!failing.add(m.getModifiers(), m.getInternalName(), m.getDescriptor(), sentence)) {
                    Log.say(options, Options.Log.WARN, sentence + "; its class is loaded already, so it cannot be made to fail.");
                }
            }
        }
        return chosen;
    }

    private static MethodStats.Asked asked(AnnotationDescription jit) {
        return new MethodStats.Asked(jit.getValue("fp").resolve(EnumerationDescription.class).getValue(), jit.getValue("backend").resolve(String.class),
            Arrays.stream(jit.getValue("staticArgs").resolve(int[].class)).boxed().toList());
    }

    /** {@link #PROLOGUE} when the method gets one; null when nobody asked for it; else why not, which is in the report then. */
    private MethodStats.Reason decide(Candidates c, MethodDescription m, boolean annotated) {
        String name = m.getInternalName();
        if (!m.isMethod() || !selection.selects(c.owner(), name, annotated)) {
            return null;
        }
        boolean asked = annotated || selection.names(c.owner(), name);
        if (!asked && (!m.isStatic() || m.isSynthetic() || isMain(m) || isEnums(c.type, m))) {
            return null;
        }
        Obstacle why = obstacle(c, m);
        if (why == null) {
            return PROLOGUE;
        }
        int line = c.line.applyAsInt(m);
        return registry.refused(c.owner(), name, m.getDescriptor(), why.code, why.because, c.type.getName() + "." + name + (line > 0 ? ":" + line : ""));
    }

    /** Why a method cannot have a prologue; {@code because} is what stands behind that word. */
    private record Obstacle(ReasonCode code, String because) {
    }

    /** Null for a method that can have one. */
    private Obstacle obstacle(Candidates c, MethodDescription m) {
        if (m.isAbstract()) {
            return new Obstacle(ReasonCode.ABSTRACT_METHOD, "it is abstract and has no code");
        }
        if (m.isNative()) {
            return new Obstacle(ReasonCode.NATIVE_CODE, "it is a native method");
        }
        if (m.isSynchronized()) {
            return new Obstacle(ReasonCode.SYNCHRONIZED, "it is synchronized");
        }
        if (!m.isStatic()) {
            return new Obstacle(ReasonCode.INSTANCE_METHOD, "it is not static");
        }
        String missing = missing(c, m);
        if (missing != null) {
            return new Obstacle(ReasonCode.MISSING_CLASS, "the class " + missing + " in its signature cannot be found");
        }
        return off ? new Obstacle(ReasonCode.POLICY_OFF, "of policy=off") : null;
    }

    private static boolean isMain(MethodDescription m) {
        return key(m).equals("main([Ljava/lang/String;)V");
    }

    /** Whether the compiler has made the method for an enum. */
    private static boolean isEnums(TypeDescription type, MethodDescription m) {
        TypeDescription.Generic above = type.getSuperClass();
        String own = type.getDescriptor();
        return above != null && above.asErasure().represents(Enum.class)
            && Set.of("values()[" + own, "$values()[" + own, "valueOf(Ljava/lang/String;)" + own).contains(key(m));
    }

    /**
     * A class of the signature that is not there, as with optional dependencies, or null. The JVM calls such a method as long as the
     * class is not used, but could not link the prologue.
     */
    private String missing(Candidates c, MethodDescription m) {
        TypeList arguments = m.getParameters().asTypeList().asErasures();
        for (int i = 0; i <= arguments.size(); i++) {
            TypeDescription t = i < arguments.size() ? arguments.get(i) : m.getReturnType().asErasure();
            while (t.isArray()) {
                t = t.getComponentType();
            }
            if (!t.isPrimitive() && !t.getName().equals(c.type.getName()) && !found(t, c.loader)) {
                return t.getName();
            }
        }
        return null;
    }

    /** Whether the class and all above it are there. */
    private boolean found(TypeDefinition type, ClassLoader loader) {
        if (type.getTypeName().startsWith("java.")) {
            return true;
        }
        Map<String, Boolean> known;
        synchronized (looked) {
            known = looked.computeIfAbsent(loader, l -> new ConcurrentHashMap<>());
        }
        Boolean before = known.get(type.getTypeName());
        if (before == null) {
            before = look(type.asErasure(), loader);
            known.put(type.getTypeName(), before);
        }
        return before;
    }

    /** The description of a class reads its file when it is first asked for more than the name. */
    private boolean look(TypeDescription type, ClassLoader loader) {
        try {
            TypeDescription.Generic above = type.getSuperClass();
            return (above == null || found(above, loader)) && type.getInterfaces().stream().allMatch(i -> found(i, loader));
        } catch (TypePool.Resolution.NoSuchTypeException e) {
            return false;
        } catch (RuntimeException e) {
            return true;
        }
    }
}
