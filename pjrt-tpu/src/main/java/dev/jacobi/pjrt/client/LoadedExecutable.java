package dev.jacobi.pjrt.client;

import dev.jacobi.pjrt.capi.ErrorCode;
import dev.jacobi.pjrt.capi.NativeStruct;
import dev.jacobi.pjrt.capi.PjrtException;
import dev.jacobi.pjrt.capi.PluginObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A compiled program on one or more of a client's devices. May be executed by several threads at a time. */
public final class LoadedExecutable extends PluginObject {
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
     * Runs it on one device and waits until it has ended. Arguments that the program may overwrite are gone after the call ({@link Buffer#isDonated}), unless
     * their numbers are in {@code kept}. The caller closes arguments and results.
     */
    public List<Buffer> execute(List<Buffer> arguments, Set<Integer> kept) {
        return executeOnAll(List.of(arguments), kept).get(0);
    }

    /** The same on all devices that it was compiled for; arguments and results are lists with those of each device, in the order in which the devices were given to the compiler. */
    public List<List<Buffer>> executeOnAll(List<List<Buffer>> arguments, Set<Integer> kept) {
        return start(arguments, kept, List.of()).ended();
    }

    /** The same without waiting, neither for it nor for the runs {@code before}, which compute arguments: what it throws are reasons why it could not begin. */
    Execution start(List<List<Buffer>> arguments, Set<Integer> kept, List<Execution> before) {
        NativeStruct options = api.args("ExecuteOptions").set("num_non_donatable_input_indices", kept.size());
        options.words("non_donatable_input_indices", kept.stream().mapToLong(Integer::longValue).sorted().toArray());
        NativeStruct a = api.args("LoadedExecutable_Execute").set("executable", address()).set("options", options).set("num_devices", arguments.size())
            .set("num_args", arguments.get(0).size());
        List<ByteBuffer> results = lists(a, "output_lists", arguments.stream().map(of -> new long[outputs]).toList());
        lists(a, "argument_lists", arguments.stream().map(of -> of.stream().mapToLong(Buffer::address).toArray()).toList());
        ByteBuffer done = a.words("device_complete_events", new long[arguments.size()]);
        long start = System.nanoTime();
        api.call(a, Execution.EXECUTING);
        var events = new long[arguments.size()];
        done.asLongBuffer().get(events);
        var out = new ArrayList<List<Buffer>>();
        boolean all = true;
        for (ByteBuffer of : results) {
            var made = new ArrayList<Buffer>();
            for (int i = 0; i < outputs; i++) {
                if (of.getLong(8 * i) != 0) {
                    made.add(new Buffer(client, of.getLong(8 * i)));
                }
            }
            all &= made.size() == outputs;
            out.add(made);
        }
        var run = new Execution(api, start, events, out, List.of(arguments, this), before);
        if (!all) {
            run.ended().forEach(of -> of.forEach(Buffer::close));
            throw new PjrtException(ErrorCode.INTERNAL, api.name() + " reported success, but gave no Buffer");
        }
        return run;
    }

    /** Makes a field point to a list with a pointer for each device, to a list of pointers; these inner lists are returned. */
    private static List<ByteBuffer> lists(NativeStruct a, String field, List<long[]> pointers) {
        var inner = new ArrayList<ByteBuffer>();
        for (long[] of : pointers) {
            ByteBuffer list = ByteBuffer.allocateDirect(8 * Math.max(1, of.length)).order(ByteOrder.nativeOrder());
            list.asLongBuffer().put(of);
            inner.add(list);
        }
        a.words(field, inner.stream().mapToLong(a::pointer).toArray());
        return inner;
    }
}
