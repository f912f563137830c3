package dev.jacobi.agent;

import dev.jacobi.classes.ClassFiles;
import dev.jacobi.options.Log;
import dev.jacobi.options.Options;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.report.Registry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.JSRInlinerAdapter;

/**
 * Rewrites one class file: the prologue goes in front of every selected static method. Classes older than version 51 have
 * no invokedynamic; they are raised to 52, subroutines are inlined and all frames computed. Methods that are not
 * selected are copied as they are.
 */
final class Rewriter {
    private static final String JIT = "Ldev/jacobi/Jit;";
    private static final MethodStats.Reason PROLOGUE = new MethodStats.Reason(null, "", "");
    private final Selection selection;
    private final Registry registry;
    private final Options options;
    private final boolean off;
    /** Which classes of signatures each loader has. */
    private final Map<ClassLoader, Map<String, Boolean>> looked = new WeakHashMap<>();

    /** {@code off}: nothing is rewritten, the methods are only listed. */
    Rewriter(Selection selection, Registry registry, Options options, boolean off) {
        this.selection = selection;
        this.registry = registry;
        this.options = options;
        this.off = off;
    }

    /** What the first look at the class found: methods to rewrite, and methods that have to fail. */
    private record Plan(Set<String> methods, Failing failing) {
    }

    /** The new class file, or null when nothing is selected in it. {@code fresh}: the class is being loaded, so anything in it may change. */
    byte[] rewrite(byte[] original, ClassLoader loader, boolean fresh) {
        return rewrite(original, loader, fresh, method -> true);
    }

    /** The same for those of the selected methods, by name and descriptor, that are {@code wanted}. */
    byte[] rewrite(byte[] original, ClassLoader loader, boolean fresh, Predicate<String> wanted) {
        ClassReader reader = new ClassReader(original);
        Plan plan = plan(reader, loader, new Failing(fresh), ClassReader.SKIP_FRAMES);
        plan.methods.removeIf(wanted.negate());
        Failing failing = plan.failing;
        if (off || plan.methods.isEmpty() && failing.isEmpty()) {
            return null;
        }
        boolean old = (reader.readUnsignedShort(6)) < Opcodes.V1_7;
        ClassWriter writer = new Hierarchy(reader, loader, old ? ClassWriter.COMPUTE_FRAMES : 0);
        reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
                super.visit(old ? Opcodes.V1_8 : version, access, name, signature, superName, interfaces);
            }

            @Override
            public MethodVisitor visitMethod(int access, String name, String desc, String signature, String[] exceptions) {
                MethodVisitor out = super.visitMethod(failing.access(access, name, desc), name, desc, signature, exceptions);
                out = failing.method(out, access, name, desc);
                if (plan.methods.contains(name + desc)) {
                    out = new Prologue(out, name, desc, !old);
                }
                return old ? new JSRInlinerAdapter(out, access, name, desc, signature, exceptions) : out;
            }

            @Override
            public void visitEnd() {
                failing.finish(cv, (reader.getAccess() & Opcodes.ACC_INTERFACE) != 0);
                super.visitEnd();
            }
        }, old ? ClassReader.SKIP_FRAMES : 0);
        return writer.toByteArray();
    }

    /** Names with descriptors of the methods that may get a prologue. */
    Set<String> methods(ClassLoader loader, byte[] classFile) {
        return plan(new ClassReader(classFile), loader, new Failing(false), ClassReader.SKIP_CODE).methods;
    }

    private Plan plan(ClassReader reader, ClassLoader loader, Failing failing, int skip) {
        Set<String> methods = new HashSet<>();
        String owner = reader.getClassName();
        reader.accept(new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(int access, String name, String desc, String signature, String[] exceptions) {
                return new MethodVisitor(Opcodes.ASM9) {
                    private Wishes wishes;
                    private int line;

                    @Override
                    public AnnotationVisitor visitAnnotation(String type, boolean visible) {
                        if (!type.equals(JIT)) {
                            return null;
                        }
                        wishes = new Wishes();
                        return wishes;
                    }

                    @Override
                    public void visitLineNumber(int number, Label start) {
                        line = line == 0 ? number : line;
                    }

                    @Override
                    public void visitEnd() {
                        MethodStats.Reason why = decide(reader, loader, access, name, desc, wishes != null, line);
                        if (why == PROLOGUE) {
                            methods.add(name + desc);
                            if (wishes != null) {
                                registry.method(owner, name, desc).asked(wishes.asked());
                            }
                        } else if (why != null && selection.throwsRefusals()) {
                            String sentence = registry.method(owner, name, desc).method() + " is " + why.sentence();
                            if (!failing.add(access, name, desc, sentence)) {
                                Log.say(options, Options.Log.WARN, sentence + "; its class is loaded already, so it cannot be made to fail.");
                            }
                        }
                    }
                };
            }
        }, skip);
        return new Plan(methods, failing);
    }

    /** Reads the values of the annotation. */
    private static final class Wishes extends AnnotationVisitor {
        private String fp = "DEFAULT";
        private String backend = "";
        private final List<Integer> staticArgs = new ArrayList<>();

        Wishes() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visitEnum(String key, String enumType, String value) {
            fp = value;
        }

        @Override
        public void visit(String key, Object value) {
            if (value instanceof int[] indices) {
                Arrays.stream(indices).forEach(staticArgs::add);
            } else if (value instanceof String s) {
                backend = s;
            }
        }

        MethodStats.Asked asked() {
            return new MethodStats.Asked(fp, backend, staticArgs);
        }
    }

    /** {@link #PROLOGUE} when the method gets one; null when nobody asked for it; else why not, which is in the report then. */
    private MethodStats.Reason decide(ClassReader reader, ClassLoader loader, int access, String name, String desc, boolean annotated, int line) {
        String owner = reader.getClassName();
        if (name.startsWith("<") || !selection.selects(owner, name, annotated)) {
            return null;
        }
        boolean asked = annotated || selection.names(owner, name);
        boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
        if (!asked && (!isStatic || (access & Opcodes.ACC_SYNTHETIC) != 0 || isMain(name, desc) || isEnums(reader, name, desc))) {
            return null;
        }
        ReasonCode code = null;
        String because = null;
        if ((access & Opcodes.ACC_ABSTRACT) != 0) {
            code = ReasonCode.ABSTRACT_METHOD;
            because = "it is abstract and has no code";
        } else if ((access & Opcodes.ACC_NATIVE) != 0) {
            code = ReasonCode.NATIVE_CODE;
            because = "it is a native method";
        } else if ((access & Opcodes.ACC_SYNCHRONIZED) != 0) {
            code = ReasonCode.SYNCHRONIZED;
            because = "it is synchronized";
        } else if (!isStatic) {
            code = ReasonCode.INSTANCE_METHOD;
            because = "it is not static";
        } else {
            String missing = missing(owner, desc, loader);
            if (missing != null) {
                code = ReasonCode.MISSING_CLASS;
                because = "the class " + missing + " in its signature cannot be found";
            }
        }
        if (code == null && off) {
            code = ReasonCode.POLICY_OFF;
            because = "of policy=off";
        }
        if (code == null) {
            return PROLOGUE;
        }
        return registry.refused(owner, name, desc, code, because, owner.replace('/', '.') + "." + name + (line > 0 ? ":" + line : ""));
    }

    /** Whether the compiler has made the method for an enum. */
    private static boolean isEnums(ClassReader reader, String name, String desc) {
        String type = "L" + reader.getClassName() + ";";
        return "java/lang/Enum".equals(reader.getSuperName()) && (name.equals("values") && desc.equals("()[" + type)
            || name.equals("$values") && desc.equals("()[" + type) || name.equals("valueOf") && desc.equals("(Ljava/lang/String;)" + type));
    }

    /**
     * A class of the signature that is not there, as with optional dependencies, or null. The JVM calls such a method as long as the
     * class is not used, but could not link the prologue.
     */
    private String missing(String owner, String desc, ClassLoader loader) {
        Type method = Type.getMethodType(desc);
        List<Type> types = new ArrayList<>(List.of(method.getArgumentTypes()));
        types.add(method.getReturnType());
        for (Type t : types) {
            Type e = t.getSort() == Type.ARRAY ? t.getElementType() : t;
            if (e.getSort() == Type.OBJECT && !e.getInternalName().equals(owner)
                && !found(e.getInternalName(), loader)) {
                return e.getClassName();
            }
        }
        return null;
    }

    /** Whether the class and all above it are there. */
    private boolean found(String internalName, ClassLoader loader) {
        if (internalName.startsWith("java/")) {
            return true;
        }
        Map<String, Boolean> known;
        synchronized (looked) {
            known = looked.computeIfAbsent(loader, l -> new ConcurrentHashMap<>());
        }
        Boolean before = known.get(internalName);
        if (before == null) {
            before = look(internalName, loader);
            known.put(internalName, before);
        }
        return before;
    }

    private boolean look(String internalName, ClassLoader loader) {
        try {
            byte[] file = ClassFiles.read(loader, internalName);
            if (file == null) {
                return false;
            }
            ClassReader r = new ClassReader(file);
            for (String i : r.getInterfaces()) {
                if (!found(i, loader)) {
                    return false;
                }
            }
            return r.getSuperName() == null || found(r.getSuperName(), loader);
        } catch (IOException | RuntimeException e) {
            return true;
        }
    }

    private static boolean isMain(String name, String desc) {
        return name.equals("main") && desc.equals("([Ljava/lang/String;)V");
    }
}
