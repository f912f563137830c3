package dev.jacobi.llvm.math;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Var;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Scalar IR as a Java class, for tests that need millions of evaluations: each equation becomes one Java statement. */
public final class CompiledFunc {
    /** By source: each function has many tests. */
    private static final Map<String, Fn> MADE = new ConcurrentHashMap<>();

    private CompiledFunc() {
    }

    /** A function of f64 (or f32) arguments; an f32 function takes and gives floats held in doubles. */
    public interface Fn {
        double apply(double x, double y);
    }

    public static Fn compile(Func f) {
        var s = new StringBuilder("public final class C implements dev.jacobi.llvm.math.CompiledFunc.Fn {\n"
            + "public double apply(double x, double y) {\n");
        for (int k = 0; k < f.in().size(); k++) {
            Var v = f.in().get(k);
            s.append("final ").append(type(v)).append(' ').append(name(v)).append(" = (").append(type(v)).append(") ").append(k == 0 ? "x" : "y").append(";\n");
        }
        body(s, f.body());
        s.append("return ").append(name(f.out().get(0))).append(";\n}\n}\n");
        return MADE.computeIfAbsent(s.toString(), CompiledFunc::load);
    }

    private static void body(StringBuilder s, List<Eqn> eqns) {
        for (Eqn e : eqns) {
            if (e.params() instanceof Params.Branches b) {
                e.out().forEach(v -> s.append(type(v)).append(' ').append(name(v)).append(";\n"));
                Atom p = e.in().get(0);
                for (int k = b.regions().size() - 1; k >= 0; k--) {
                    Region r = b.regions().get(k);
                    s.append(k == 0 ? "{\n" : p.dtype() == DType.BOOL ? "if (" + name(p) + ") {\n" : "if (" + name(p) + " == " + k + ") {\n");
                    body(s, r.body());
                    for (int j = 0; j < e.out().size(); j++) {
                        s.append(name(e.out().get(j))).append(" = ").append(name(r.out().get(j))).append(";\n");
                    }
                    s.append(k == 0 ? "}\n" : "} else ");
                }
            } else {
                s.append("final ").append(type(e.result())).append(' ').append(name(e.result())).append(" = ").append(expression(e)).append(";\n");
            }
        }
    }

    private static String expression(Eqn e) {
        List<String> in = e.in().stream().map(CompiledFunc::name).collect(Collectors.toList());
        String x = in.get(0);
        String y = in.size() > 1 ? in.get(1) : "";
        DType d = e.in().get(0).dtype();
        String box = d == DType.F64 || d == DType.I64 ? "Long" : "Integer";
        return switch (e.prim()) {
            case ADD -> x + " + " + y;
            case SUB -> x + " - " + y;
            case MUL -> x + " * " + y;
            case DIV -> x + " / " + y;
            case NEG -> "-" + x;
            case NOT -> (d == DType.BOOL ? "!" : "~") + x;
            case ABS -> "Math.abs(" + x + ")";
            case SQRT -> "(" + type(e.result()) + ") Math.sqrt(" + x + ")";
            case RINT -> "(" + type(e.result()) + ") Math.rint(" + x + ")";
            case FLOOR -> "(" + type(e.result()) + ") Math.floor(" + x + ")";
            case COPYSIGN -> "Math.copySign(" + x + ", " + y + ")";
            case AND -> x + " & " + y;
            case OR -> x + " | " + y;
            case XOR -> x + " ^ " + y;
            case SHL -> x + " << " + y;
            case SHR -> x + " >> " + y;
            case USHR -> x + " >>> " + y;
            case MULHI -> "Math.multiplyHigh(" + x + ", " + y + ")";
            case CLZ -> box + ".numberOfLeadingZeros(" + x + ")";
            case EQ -> x + " == " + y;
            case NE -> x + " != " + y;
            case LT -> x + " < " + y;
            case LE -> x + " <= " + y;
            case GT -> x + " > " + y;
            case GE -> x + " >= " + y;
            case MIN -> "Math.min(" + x + ", " + y + ")";
            case MAX -> "Math.max(" + x + ", " + y + ")";
            case SELECT -> x + " ? " + y + " : " + in.get(2);
            case FMA -> "Math.fma(" + String.join(", ", in) + ")";
            case CONVERT -> "(" + type(e.result()) + ") " + x;
            case BITCAST -> d == DType.F64 ? "Double.doubleToRawLongBits(" + x + ")" : d == DType.I64 ? "Double.longBitsToDouble(" + x + ")"
                : d == DType.F32 ? "Float.floatToRawIntBits(" + x + ")" : "Float.intBitsToFloat(" + x + ")";
            default -> throw new IllegalArgumentException(e.prim() + " is not used by the math library");
        };
    }

    private static String type(Atom v) {
        return switch (v.dtype()) {
            case F64 -> "double";
            case F32 -> "float";
            case I64 -> "long";
            case I32 -> "int";
            case BOOL -> "boolean";
            case I8, I16, U16, F16, BF16 -> throw new IllegalArgumentException(v.dtype().text());
        };
    }

    private static String name(Atom a) {
        if (a instanceof Lit l) {
            return switch (l.dtype()) {
                case F64 -> "Double.longBitsToDouble(" + l.bits() + "L)";
                case F32 -> "Float.intBitsToFloat(" + (int) l.bits() + ")";
                case I64 -> l.bits() + "L";
                case BOOL -> l.asBool() ? "true" : "false";
                case I32, I8, I16, U16, F16, BF16 -> "(" + l.bits() + ")";
            };
        }
        return "v" + ((Var) a).id();
    }

    private static Fn load(String source) {
        var out = new ByteArrayOutputStream();
        var compiler = ToolProvider.getSystemJavaCompiler();
        var file = new SimpleJavaFileObject(URI.create("string:///C.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignore) {
                return source;
            }
        };
        var manager = new ForwardingJavaFileManager<JavaFileManager>(compiler.getStandardFileManager(null, null, null)) {
            @Override
            public JavaFileObject getJavaFileForOutput(Location l, String name, JavaFileObject.Kind kind, FileObject sibling) {
                return new SimpleJavaFileObject(URI.create("mem:///C.class"), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        return out;
                    }
                };
            }
        };
        var errors = new StringWriter();
        List<String> options = List.of("-cp", System.getProperty("java.class.path"), "-proc:none", "-implicit:none");
        if (!compiler.getTask(errors, manager, null, options, null, List.of(file)).call()) {
            throw new IllegalStateException(errors + source);
        }
        try {
            return (Fn) new ClassLoader(CompiledFunc.class.getClassLoader()) {
                @Override
                protected Class<?> findClass(String name) {
                    return defineClass(name, out.toByteArray(), 0, out.size());
                }
            }.loadClass("C").getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
