package dev.jacobi.ptx.emit;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.llvm.DeviceCode.Body;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.ptx.emit.KernelText.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What the threads of a kernel do with the values of a fold, of which there is one for each operator: in registers (texts), in variables, in arrays, and in memory that the threads of a
 * block share, whose arrays begin with {@code name}. The functions in {@code join} are the operators.
 */
record FoldValues(KernelText k, String name, List<Prim> ops, List<DType> types, List<Body> join) {
    /** With functions of its own for the operators. */
    static FoldValues of(KernelText k, String name, List<Prim> ops, List<DType> types) {
        var join = new ArrayList<Body>();
        for (int o = 0; o < ops.size(); o++) {
            join.add(k.code.join(name + ".join" + o, ops.get(o), types.get(o)));
        }
        return new FoldValues(k, name, ops, types, join);
    }

    private List<String> each(IntFunction<String> value) {
        return IntStream.range(0, ops.size()).mapToObj(value).toList();
    }

    private String value(int o) {
        return Ty.value(types.get(o));
    }

    private String joined(int o, String a, String b) {
        return k.call(join.get(o), List.of(value(o) + " " + a, value(o) + " " + b), null).get(0);
    }

    List<String> identities() {
        return each(o -> Ty.lit(FoldIdentity.neutral(ops.get(o), types.get(o))));
    }

    List<String> join(List<String> a, List<String> b) {
        return each(o -> joined(o, a.get(o), b.get(o)));
    }

    List<String> choose(String condition, List<String> a, List<String> b) {
        return each(o -> k.def("select i1 " + condition + ", " + value(o) + " " + a.get(o) + ", " + value(o) + " " + b.get(o)));
    }

    // Variables.

    /** Variables that hold each operator's neutral value. */
    List<String> variables() {
        return each(o -> {
            String a = k.alloca(value(o));
            k.line("store " + value(o) + " " + identities().get(o) + ", ptr " + a);
            return a;
        });
    }

    List<String> get(List<String> variables) {
        return each(o -> k.def("load " + value(o) + ", ptr " + variables.get(o)));
    }

    void set(List<String> variables, List<String> values) {
        for (int o = 0; o < ops.size(); o++) {
            k.line("store " + value(o) + " " + values.get(o) + ", ptr " + variables.get(o));
        }
    }

    /** Joins terms to what the variables hold. */
    void fold(List<String> variables, List<String> terms) {
        for (int o = 0; o < ops.size(); o++) {
            String now = joined(o, k.def("load " + value(o) + ", ptr " + variables.get(o)), terms.get(o));
            k.line("store " + value(o) + " " + now + ", ptr " + variables.get(o));
        }
    }

    // Arrays, one per operator.

    List<String> loadAt(List<Operand> arrays, String i) {
        return each(o -> k.load(types.get(o), k.element(types.get(o), arrays.get(o).text(), i)));
    }

    void storeAt(List<Operand> arrays, String i, List<String> values) {
        for (int o = 0; o < ops.size(); o++) {
            k.store(types.get(o), values.get(o), k.element(types.get(o), arrays.get(o).text(), i));
        }
    }

    void storeCells(List<String> cells, List<String> values) {
        for (int o = 0; o < ops.size(); o++) {
            k.store(types.get(o), values.get(o), cells.get(o));
        }
    }

    // Memory that the threads of a block share.

    /** Declares it, for so many values of each operator. */
    void share(int count) {
        for (int o = 0; o < ops.size(); o++) {
            k.code.add("@" + name + ".shared" + o + " = internal addrspace(3) global [" + count + " x " + Ty.memory(types.get(o)) + "] undef, align 8\n");
        }
    }

    /** The bytes of it, for so many values of each operator. */
    int sharedBytes(int count) {
        return types.stream().mapToInt(t -> count * t.bytes()).sum();
    }

    private String shared(int o, String i) {
        return k.element(types.get(o), k.def("addrspacecast ptr addrspace(3) @" + name + ".shared" + o + " to ptr"), i);
    }

    String loadShared(int o, String i) {
        return k.load(types.get(o), shared(o, i));
    }

    List<String> loadShared(String i) {
        return each(o -> loadShared(o, i));
    }

    void storeShared(String i, List<String> values) {
        for (int o = 0; o < ops.size(); o++) {
            k.store(types.get(o), values.get(o), shared(o, i));
        }
    }

    // Threads.

    /** What another lane of the warp (i32) has. */
    List<String> fromLane(List<String> values, String lane) {
        return each(o -> k.shuffle(types.get(o), values.get(o), lane));
    }

    /** Joins what the lanes of each warp hold; every lane has the result. */
    List<String> acrossWarp(List<String> values) {
        List<String> now = values;
        String lane = k.def("and i32 " + k.call("i32", "jacobi_gpu_tid") + ", 31");
        for (int distance = 16; distance > 0; distance /= 2) {
            String from = k.def("xor i32 " + lane + ", " + distance);
            int bit = distance;
            List<String> before = now;
            now = each(o -> {
                String mine = before.get(o);
                String other = k.shuffle(types.get(o), mine, from);
                // the lower lane's value comes first, so that both lanes compute the same
                String lower = k.def("icmp eq i32 " + k.def("and i32 " + lane + ", " + bit) + ", 0");
                String a = k.def("select i1 " + lower + ", " + value(o) + " " + mine + ", " + value(o) + " " + other);
                return joined(o, a, k.def("select i1 " + lower + ", " + value(o) + " " + other + ", " + value(o) + " " + mine));
            });
        }
        return now;
    }

    /** Joins what the threads of the block hold in their variables; every thread has the result. */
    List<String> acrossBlock(List<String> variables) {
        List<String> warp = acrossWarp(get(variables));
        String thread = k.thread();
        String lane = k.op("and", thread, 31);
        String number = k.op("lshr", thread, 5);
        String leads = k.op("icmp eq", lane, 0);
        share(32);
        k.when(leads, () -> storeShared(number, warp));
        k.barrier();
        String there = k.op("icmp ult", lane, KernelBuilder.THREADS / 32);
        return acrossWarp(each(o -> {
            String x = loadShared(o, k.def("select i1 " + there + ", i64 " + lane + ", i64 0"));
            return k.def("select i1 " + there + ", " + value(o) + " " + x + ", " + value(o) + " " + identities().get(o));
        }));
    }
}
