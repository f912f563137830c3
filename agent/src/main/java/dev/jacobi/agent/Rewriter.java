package dev.jacobi.agent;

import dev.jacobi.report.Registry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final Selection selection;
    private final Registry registry;

    Rewriter(Selection selection, Registry registry) {
        this.selection = selection;
        this.registry = registry;
    }

    /** What the first look at the class found: methods to rewrite, and floating-point rules of annotated ones. */
    private record Plan(Set<String> methods, Map<String, String> fp) {
    }

    /** The new class file, or null when nothing is selected in it. */
    byte[] rewrite(byte[] original, ClassLoader loader) {
        ClassReader reader = new ClassReader(original);
        Plan plan = plan(reader, loader);
        if (plan.methods.isEmpty()) {
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
                MethodVisitor out = super.visitMethod(access, name, desc, signature, exceptions);
                if (plan.methods.contains(name + desc)) {
                    out = new Prologue(out, name, desc, !old);
                }
                return old ? new JSRInlinerAdapter(out, access, name, desc, signature, exceptions) : out;
            }
        }, old ? ClassReader.SKIP_FRAMES : 0);
        plan.fp.forEach((method, fp) -> registry.floatingPoint(reader.getClassName(), method, fp));
        return writer.toByteArray();
    }

    private Plan plan(ClassReader reader, ClassLoader loader) {
        Set<String> methods = new HashSet<>();
        Map<String, String> fp = new HashMap<>();
        String owner = reader.getClassName();
        reader.accept(new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(int access, String name, String desc, String signature, String[] exceptions) {
                return new MethodVisitor(Opcodes.ASM9) {
                    private boolean annotated;
                    private int line;

                    @Override
                    public AnnotationVisitor visitAnnotation(String type, boolean visible) {
                        if (!type.equals(JIT)) {
                            return null;
                        }
                        annotated = true;
                        return new AnnotationVisitor(Opcodes.ASM9) {
                            @Override
                            public void visitEnum(String key, String enumType, String value) {
                                fp.put(name + desc, value);
                            }
                        };
                    }

                    @Override
                    public void visitLineNumber(int number, Label start) {
                        line = line == 0 ? number : line;
                    }

                    @Override
                    public void visitEnd() {
                        if (decide(owner, loader, access, name, desc, annotated, line)) {
                            methods.add(name + desc);
                        }
                    }
                };
            }
        }, ClassReader.SKIP_FRAMES);
        return new Plan(methods, fp);
    }

    /** True when the method gets a prologue; else says why in the report, if anybody asked for it. */
    private boolean decide(String owner, ClassLoader loader, int access, String name, String desc, boolean annotated, int line) {
        if (name.startsWith("<") || !selection.selects(owner, name, annotated)) {
            return false;
        }
        boolean asked = annotated || selection.names(owner, name);
        boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
        if (!asked && (!isStatic || (access & Opcodes.ACC_SYNTHETIC) != 0 || isMain(name, desc))) {
            return false;
        }
        List<String> why = new ArrayList<>();
        if ((access & Opcodes.ACC_ABSTRACT) != 0) {
            why.add("ABSTRACT-METHOD");
            why.add("it is abstract and has no code");
        } else if ((access & Opcodes.ACC_NATIVE) != 0) {
            why.add("NATIVE-CODE");
            why.add("it is a native method");
        } else if ((access & Opcodes.ACC_SYNCHRONIZED) != 0 && !(isStatic && selection.throwsRefusals())) {
            // with refusal=throw the lifter refuses it, and the prologue throws
            why.add("SYNCHRONIZED");
            why.add("it is synchronized");
        } else if (!isStatic) {
            why.add("INSTANCE-METHOD");
            why.add("it is not static");
        } else {
            String missing = missing(owner, desc, loader);
            if (missing != null) {
                why.add("MISSING-CLASS");
                why.add("the class " + missing + " in its signature cannot be found");
            }
        }
        if (why.isEmpty()) {
            return true;
        }
        registry.refused(owner, name, desc, why.get(0), why.get(1), owner.replace('/', '.') + "." + name + (line > 0 ? ":" + line : ""));
        return false;
    }

    /**
     * A class of the signature that is not there, as with optional dependencies, or null. The JVM calls such a method as long as the
     * class is not used, but could not link the prologue.
     */
    private static String missing(String owner, String desc, ClassLoader loader) {
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
    private static boolean found(String internalName, ClassLoader loader) {
        if (internalName.startsWith("java/")) {
            return true;
        }
        try (InputStream in = loader.getResourceAsStream(internalName + ".class")) {
            if (in == null) {
                return false;
            }
            ClassReader r = new ClassReader(in);
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
