package dev.jacobi.backend.saved;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.pjrt.hlo.MeshSharding;
import dev.jacobi.pjrt.program.HloProgram;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A program for the devices of a PJRT plugin, for arguments of one shape.
 *
 * @param platform what the plugin calls itself
 * @param kind of the devices
 * @param program what is called how
 * @param dims the extents of the inputs
 * @param fixed inputs whose values are compiled in
 * @param mesh the devices, where there are several, with a place for each result; else null
 * @param executable the plugin's own form
 */
public record PluginCode(String platform, String kind, HloProgram program, List<List<Integer>> dims, Map<Integer, Lit> fixed, MeshSharding mesh, byte[] executable) {
    public PluginCode {
        dims = dims.stream().map(List::copyOf).toList();
        fixed = Map.copyOf(fixed);
    }

    /** Of a program that was written for these inputs; those that main does not take are compiled in. Of its text nothing is needed any more. */
    public static PluginCode of(String platform, String kind, HloProgram p, List<Tensor> in, MeshSharding mesh, byte[] executable) {
        var called = new HloProgram("", p.params(), p.arguments(), p.donated(), p.results(), p.ok(), List.of(), p.notes());
        var fixed = new HashMap<Integer, Lit>();
        for (int k = 0; k < in.size(); k++) {
            if (!p.arguments().contains(k)) {
                fixed.put(k, in.get(k).get(0));
            }
        }
        return new PluginCode(platform, kind, called, in.stream().map(t -> IntStream.of(t.dims()).boxed().toList()).toList(), fixed, mesh, executable);
    }
}
