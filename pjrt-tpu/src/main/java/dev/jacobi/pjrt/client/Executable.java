package dev.jacobi.pjrt.client;

import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.pjrt.capi.Api;
import dev.jacobi.pjrt.capi.ElementType;
import dev.jacobi.pjrt.capi.MemoryStats;
import dev.jacobi.pjrt.capi.NamedValues;
import dev.jacobi.pjrt.capi.NativeStruct;
import dev.jacobi.pjrt.capi.PluginMemory;
import dev.jacobi.pjrt.capi.PluginObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A compiled program that is on no device: what it costs, what it became, and its bytes to keep. */
public final class Executable extends PluginObject {
    Executable(Api api, long address, PluginObject parent) {
        super(api, "Executable_Destroy", "executable", address, parent);
    }

    /** A program of the plugin's: {@code format} says what the bytes are, such as {@code hlo_with_config}. */
    public record Program(String format, byte[] code) {
    }

    /** An array that the program gives. */
    public record Output(ElementType type, List<Long> dims) {
        public Output {
            dims = List.copyOf(dims);
        }
    }

    private NativeStruct of(String function) {
        return api.args(function).set("executable", address());
    }

    public int outputs() {
        return (int) api.call(of("Executable_NumOutputs"), "tell a program's results").get("num_outputs");
    }

    /** Types and extents of the results. */
    public List<Output> outputTypes() {
        NativeStruct t = api.call(of("Executable_OutputElementTypes"), "tell the results' types");
        int[] types = PluginMemory.ints(t.get("output_types"), t.get("num_output_types"));
        NativeStruct d = api.call(of("Executable_OutputDimensions"), "tell the results' extents");
        long[] ranks = PluginMemory.words(d.get("dim_sizes"), d.get("num_outputs"));
        var out = new ArrayList<Output>();
        long at = d.get("dims");
        for (int i = 0; i < ranks.length; i++) {
            var dims = new ArrayList<Long>();
            for (long w : PluginMemory.words(at, ranks[i])) {
                dims.add(w);
            }
            at += 8 * ranks[i];
            out.add(new Output(ElementType.of(types[i]), dims));
        }
        return out;
    }

    /** What the compiler expects: {@code flops}, {@code bytes accessed}, {@code optimal_seconds} and more, as far as it says. */
    public Map<String, Double> cost() {
        NativeStruct a = api.call(of("Executable_GetCostAnalysis"), "estimate the cost");
        var out = new LinkedHashMap<String, Double>();
        NamedValues.read(a, "properties", "num_properties").forEach((name, v) -> {
            if (v instanceof Number n) {
                out.put(name, n.doubleValue());
            }
        });
        return out;
    }

    public MemoryStats memory() {
        return MemoryStats.of(api.call(of("Executable_GetCompiledMemoryStats"), "tell a program's use of memory"));
    }

    /** Bytes of machine code. */
    public long codeBytes() {
        return api.call(of("Executable_SizeOfGeneratedCodeInBytes"), "tell the size of a program").get("size_in_bytes");
    }

    /** The program as the plugin's compiler optimised it. */
    public Program optimized() {
        NativeStruct p = api.args("Program");
        NativeStruct a = of("Executable_OptimizedProgram").set("program", p);
        api.call(a, "show the optimised program");
        long size = p.get("code_size");
        String format = p.text("format", "format_size");
        ByteBuffer code = ByteBuffer.allocateDirect(Math.toIntExact(Math.max(1, size)));
        p.set("code", p.pointer(code));
        api.call(a, "show the optimised program");
        var bytes = new byte[(int) size];
        code.get(bytes);
        return new Program(format, bytes);
    }

    /** The program's bytes for {@link Client#load} of the same plugin. */
    public byte[] serialize() {
        NativeStruct a = api.call(of("Executable_Serialize"), "serialise the program");
        try {
            return PluginMemory.bytes(a.get("serialized_bytes"), a.get("serialized_bytes_size"));
        } finally {
            if (a.get("serialized_executable_deleter") != 0) {
                Bridge.call(a.get("serialized_executable_deleter"), a.get("serialized_executable"));
            }
        }
    }

    /** What differs for programs that differ. */
    public byte[] fingerprint() {
        NativeStruct a = api.call(of("Executable_Fingerprint"), "tell a program's fingerprint");
        return PluginMemory.bytes(a.get("executable_fingerprint"), a.get("executable_fingerprint_size"));
    }
}
