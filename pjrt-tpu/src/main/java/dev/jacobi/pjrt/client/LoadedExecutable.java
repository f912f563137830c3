package dev.jacobi.pjrt.client;

import dev.jacobi.pjrt.capi.Event;
import dev.jacobi.pjrt.capi.NativeStruct;
import dev.jacobi.pjrt.capi.PluginObject;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A compiled program on a client's first device. May be executed by several threads at a time. */
public final class LoadedExecutable extends PluginObject {
    private static final String EXECUTING = "run the program";
    private final Client client;
    private final int outputs;

    LoadedExecutable(Client client, long address) {
        super(client.api, "LoadedExecutable_Destroy", "executable", address, client);
        this.client = client;
        try (Executable e = executable()) {
            this.outputs = e.outputs();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Number of arrays that it gives. */
    public int outputs() {
        return outputs;
    }

    /** The program itself. */
    public Executable executable() {
        NativeStruct a = api.call(api.args("LoadedExecutable_GetExecutable").set("loaded_executable", address()), "give the program's description");
        return new Executable(api, a.get("executable"), this);
    }

    /**
     * Runs it and waits until it has ended. Arguments that the program may overwrite are gone after the call ({@link Buffer#isDonated}), unless
     * their numbers are in {@code kept}. The caller closes arguments and results.
     */
    public List<Buffer> execute(List<Buffer> arguments, Set<Integer> kept) {
        NativeStruct options = api.args("ExecuteOptions").set("num_non_donatable_input_indices", kept.size());
        options.words("non_donatable_input_indices", kept.stream().mapToLong(Integer::longValue).sorted().toArray());
        NativeStruct a = api.args("LoadedExecutable_Execute").set("executable", address()).set("options", options).set("num_devices", 1)
            .set("num_args", arguments.size());
        ByteBuffer results = list(a, "output_lists", new long[outputs]);
        list(a, "argument_lists", arguments.stream().mapToLong(Buffer::address).toArray());
        ByteBuffer done = a.words("device_complete_events", 0);
        api.call(a, EXECUTING);
        var out = new ArrayList<Buffer>();
        try {
            try {
                for (int i = 0; i < outputs; i++) {
                    out.add(new Buffer(client, results.getLong(8 * i)));
                }
            } finally {
                Event.await(api, done.getLong(0), EXECUTING);
            }
        } catch (RuntimeException e) {
            out.forEach(Buffer::close);
            throw e;
        } finally {
            arguments.forEach(Reference::reachabilityFence);
            Reference.reachabilityFence(this);
        }
        return out;
    }

    /** For one device: makes a field point to one pointer to a list of pointers, which is returned. */
    private static ByteBuffer list(NativeStruct a, String field, long[] pointers) {
        ByteBuffer inner = ByteBuffer.allocateDirect(8 * Math.max(1, pointers.length)).order(ByteOrder.nativeOrder());
        inner.asLongBuffer().put(pointers);
        a.words(field, a.pointer(inner));
        return inner;
    }
}
