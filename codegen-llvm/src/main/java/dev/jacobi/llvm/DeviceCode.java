package dev.jacobi.llvm;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.buffer.Bufferise;
import dev.jacobi.llvm.buffer.CallShapes;
import dev.jacobi.llvm.emit.Calls;
import dev.jacobi.llvm.lower.Lower;
import dev.jacobi.llvm.text.ModuleContext;
import dev.jacobi.llvm.text.ModuleText;
import dev.jacobi.llvm.text.Ty;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The emitter for another schedule than the CPU's: functions of one element each ({@link Body}), around which a back end writes its kernels. The
 * equations between parallel loops are its own affair.
 *
 * <p>What the bodies call is to be linked to them: {@code jacobi_alloc}, {@code jacobi_alloc_zero}, {@code jacobi_free}, {@code malloc}, {@code free}
 * for arrays that do not fit the stack, {@code jacobi_frem_f64} and {@code jacobi_frem_f32}.
 */
public final class DeviceCode {
    /** Most calls of functions that a thread has under way; deeper ones fail. */
    public static final int CALLS = Calls.DEVICE_CALLS;
    /** Bytes of stack for the arrays of a body. */
    private static final long ROOM = 2 << 10;

    /**
     * An emitted function {@code result @symbol(args)}: a scalar argument is its value, an array a pointer and i64 extents. The result is a struct: an
     * i32, 0 or 1 + the index of a failed check, then the scalar results in order. Array results are the memory of arguments.
     */
    public record Body(String symbol, String result, List<Type> args, List<DType> results) {
        public Body {
            args = List.copyOf(args);
            results = List.copyOf(results);
        }
    }

    private final ModuleText out = new ModuleText();
    private final ModuleContext unit;

    /** For bodies that call functions of this program; {@code fast} as in {@link dev.jacobi.llvm.CompileRequest}. */
    public DeviceCode(ReadyProgram p, boolean fast) {
        var symbols = new HashMap<String, String>();
        p.lowered().keySet().forEach(n -> symbols.put(n, "@fn." + symbols.size()));
        unit = new ModuleContext(out, p.lowered(), p.shapes(), symbols, fast, 1, 0, false, false, true, false);
        p.callees().forEach((name, f) -> FunctionEmitter.callee(unit, name, f, FunctionEmitter.calleeFacts(unit, f), Map.of()));
    }

    /** For each result the input whose memory it is in, whatever happens; -1 for scalars and others. */
    public List<Integer> inPlace(Func f) {
        var all = new LinkedHashMap<>(unit.funcs());
        all.put("", f);
        List<Integer> shape = CallShapes.of(all).get("");
        var found = new ArrayList<Integer>();
        for (int k = 0; k < shape.size(); k++) {
            found.add(f.out().get(k).isArray() ? Math.max(-1, shape.get(k)) : -1);
        }
        return found;
    }

    /**
     * For each result the input whose memory it mostly is in, though it may be a new array, as one that grows when it must; -1 for others. A body checks that
     * such a result has stayed where it was.
     */
    public List<Integer> mostlyInPlace(Func f) {
        var all = new LinkedHashMap<>(unit.funcs());
        all.put("", f);
        return CallShapes.of(all).get("").stream().map(CallShapes::input).toList();
    }

    /** Emits a function as a body; {@code written} are the inputs that it overwrites. Its array results must be these, updated. */
    public Body add(String name, Func source, Set<Var> written) {
        Func f = Bufferise.run(Bufferise.withoutViews(Lower.run(source, null)), new HashSet<>(written), unit.shapes());
        var results = new ArrayList<DType>();
        var parts = new ArrayList<String>(List.of("i32"));
        for (Atom a : f.out()) {
            if (!a.isArray()) {
                results.add(a.dtype());
                parts.add(Ty.value(a.dtype()));
            }
        }
        var body = new Body("@" + name, "{ " + String.join(", ", parts) + " }", f.in().stream().map(Var::type).toList(), results);
        FunctionEmitter.body(unit, body, f, ROOM);
        return body;
    }

    /** The checks that codes stand for. */
    public List<Params.Check> checks() {
        return out.checks();
    }

    /** Declares an external function once. */
    public String declare(String result, String name, String signature) {
        return out.declare(result, name, signature);
    }

    /** Adds a function or a global of the back end's own. */
    public void add(String text) {
        out.add(text);
    }

    /** Everything so far as an LLVM module. */
    public String text() {
        return out.text();
    }

    /** A function that joins two scalars by a fold operator. */
    public Body join(String name, Prim op, DType t) {
        var b = new Builder(0);
        Var x = b.fresh(new Type(t, List.of()));
        Var y = b.fresh(new Type(t, List.of()));
        return add(name, b.build(List.of(x, y), List.of(b.emit(op, x, y))), Set.of());
    }

}
