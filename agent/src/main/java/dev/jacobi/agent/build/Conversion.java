package dev.jacobi.agent.build;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Conversions of values between the types of a functional interface's method and those of the method behind it, as LambdaMetafactory has them. */
final class Conversion {
    private static final Type OBJECT = Type.getObjectType("java/lang/Object");

    private Conversion() {
    }

    static boolean isReference(Type t) {
        return t.getSort() == Type.OBJECT || t.getSort() == Type.ARRAY;
    }

    /** The internal name of the class whose objects hold values of a primitive type. */
    static String wrapper(Type t) {
        return switch (t.getSort()) {
            case Type.BOOLEAN -> "java/lang/Boolean";
            case Type.CHAR -> "java/lang/Character";
            case Type.BYTE -> "java/lang/Byte";
            case Type.SHORT -> "java/lang/Short";
            case Type.INT -> "java/lang/Integer";
            case Type.LONG -> "java/lang/Long";
            case Type.FLOAT -> "java/lang/Float";
            case Type.DOUBLE -> "java/lang/Double";
            default -> throw new IllegalArgumentException(t + " is not primitive.");
        };
    }

    /** The primitive type of a wrapper class, or null for other classes. */
    private static Type unwrapped(Type t) {
        for (Type p : new Type[] {Type.BOOLEAN_TYPE, Type.CHAR_TYPE, Type.BYTE_TYPE, Type.SHORT_TYPE, Type.INT_TYPE, Type.LONG_TYPE, Type.FLOAT_TYPE,
            Type.DOUBLE_TYPE}) {
            if (t.getSort() == Type.OBJECT && t.getInternalName().equals(wrapper(p))) {
                return p;
            }
        }
        return null;
    }

    /** Converts the value on the stack; {@code known} is what a reference is known to be, which its type need not say. */
    static void convert(MethodVisitor mv, Type from, Type known, Type to) {
        if (to.getSort() == Type.VOID) {
            if (from.getSort() != Type.VOID) {
                mv.visitInsn(from.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
            }
        } else if (isReference(from)) {
            if (isReference(to)) {
                cast(mv, from, to);
            } else {
                unbox(mv, from, known, to);
            }
        } else if (isReference(to)) {
            String wrapper = wrapper(from);
            mv.visitMethodInsn(Opcodes.INVOKESTATIC, wrapper, "valueOf", "(" + from + ")L" + wrapper + ";", false);
        } else {
            widen(mv, from, to);
        }
    }

    static void cast(MethodVisitor mv, Type from, Type to) {
        if (!to.equals(from) && !to.equals(OBJECT)) {
            mv.visitTypeInsn(Opcodes.CHECKCAST, to.getInternalName());
        }
    }

    private static void unbox(MethodVisitor mv, Type from, Type known, Type to) {
        Type value = unwrapped(from) == null ? unwrapped(known) : unwrapped(from);
        boolean number = value == null && to.getSort() != Type.BOOLEAN && to.getSort() != Type.CHAR;
        // of a number whose class is not known any will do
        Type given = value == null ? to : value;
        String wrapper = number ? "java/lang/Number" : wrapper(given);
        cast(mv, from, Type.getObjectType(wrapper));
        mv.visitMethodInsn(Opcodes.INVOKEVIRTUAL, wrapper, given.getClassName() + "Value", "()" + given, false);
        widen(mv, given, to);
    }

    private static void widen(MethodVisitor mv, Type from, Type to) {
        int source = kind(from);
        int target = kind(to);
        if (source != target) {
            mv.visitInsn(switch (source * 4 + target) {
                case 1 -> Opcodes.I2L;
                case 2 -> Opcodes.I2F;
                case 3 -> Opcodes.I2D;
                case 6 -> Opcodes.L2F;
                case 7 -> Opcodes.L2D;
                case 11 -> Opcodes.F2D;
                default -> throw new IllegalArgumentException(from + " does not become " + to + ".");
            });
        }
    }

    /** 0 for what is an int on the stack, 1 for long, 2 for float, 3 for double. */
    static int kind(Type t) {
        return switch (t.getSort()) {
            case Type.LONG -> 1;
            case Type.FLOAT -> 2;
            case Type.DOUBLE -> 3;
            default -> 0;
        };
    }
}
