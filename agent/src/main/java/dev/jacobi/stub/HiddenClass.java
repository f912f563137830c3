package dev.jacobi.stub;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A hidden class under construction, in the package of who wants it. Objects it needs (method handles, a site) are class data, which
 * the JIT compiler takes for constants; reference types of the program appear as Object, so the class resolves
 * nothing through the program's loader. It is unloaded when nothing refers to it any more.
 */
public final class HiddenClass {
    private static final Handle CLASS_DATA = new Handle(Opcodes.H_INVOKESTATIC, "java/lang/invoke/MethodHandles", "classData",
        "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)Ljava/lang/Object;", false);

    private final MethodHandles.Lookup lookup;
    private final String name;
    private final List<Object> data = new ArrayList<>();
    private final List<Class<?>> types = new ArrayList<>();
    final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
        @Override
        protected String getCommonSuperClass(String a, String b) {
            return "java/lang/Object";
        }
    };

    /** {@code lookup} is that of a class of the package; the code may use what is not public there. */
    public HiddenClass(MethodHandles.Lookup lookup, String simpleName) {
        this.lookup = lookup;
        name = lookup.lookupClass().getPackageName().replace('.', '/') + "/" + simpleName;
        writer.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, name, null, "java/lang/Object", null);
    }

    String name() {
        return name;
    }

    /** A new static method. */
    public CodeBuilder method(String method, String desc) {
        return new CodeBuilder(this, writer.visitMethod(Opcodes.ACC_STATIC, method, desc, null, null));
    }

    /**
     * Pushes an object as a constant of the given type. It is a static final field: a dynamic constant on a path that has not been
     * taken yet keeps the C2 of JDK 17 from compiling the method at all.
     */
    void constant(MethodVisitor mv, Object value, Class<?> type) {
        int at = data.indexOf(value);
        if (at < 0) {
            at = data.size();
            data.add(value);
            types.add(type);
            writer.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, "c" + at, Type.getDescriptor(type), null, null).visitEnd();
        }
        mv.visitFieldInsn(Opcodes.GETSTATIC, name, "c" + at, Type.getDescriptor(types.get(at)));
    }

    /** Fills the constants' fields from the class data. */
    private void initialiser() {
        MethodVisitor mv = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        mv.visitCode();
        for (int i = 0; i < data.size(); i++) {
            mv.visitLdcInsn(new ConstantDynamic("_", "Ljava/util/List;", CLASS_DATA));
            mv.visitLdcInsn(i);
            mv.visitMethodInsn(Opcodes.INVOKEINTERFACE, "java/util/List", "get", "(I)Ljava/lang/Object;", true);
            mv.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(types.get(i)));
            mv.visitFieldInsn(Opcodes.PUTSTATIC, name, "c" + i, Type.getDescriptor(types.get(i)));
        }
        mv.visitInsn(Opcodes.RETURN);
        mv.visitMaxs(0, 0);
        mv.visitEnd();
    }

    /** Defines the class. */
    public MethodHandles.Lookup define() {
        initialiser();
        writer.visitEnd();
        try {
            return lookup.defineHiddenClassWithClassData(writer.toByteArray(), List.copyOf(data), true);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The type with Object in place of the program's own reference types. */
    public static MethodType erased(MethodType type) {
        MethodType t = type;
        for (int i = 0; i < type.parameterCount(); i++) {
            t = t.changeParameterType(i, erased(type.parameterType(i)));
        }
        return t.changeReturnType(erased(type.returnType()));
    }

    public static Class<?> erased(Class<?> c) {
        Class<?> e = c;
        while (e.isArray()) {
            e = e.getComponentType();
        }
        return e.isPrimitive() ? c : Object.class;
    }

    /** Slots of the parameters. */
    static int size(MethodType type) {
        return type.parameterList().stream().mapToInt(p -> p == long.class || p == double.class ? 2 : 1).sum();
    }
}
