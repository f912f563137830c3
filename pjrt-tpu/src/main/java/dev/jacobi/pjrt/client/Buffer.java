package dev.jacobi.pjrt.client;

import dev.jacobi.pjrt.capi.ElementType;
import dev.jacobi.pjrt.capi.ErrorCode;
import dev.jacobi.pjrt.capi.Event;
import dev.jacobi.pjrt.capi.HostMemory;
import dev.jacobi.pjrt.capi.NativeStruct;
import dev.jacobi.pjrt.capi.PjrtException;
import dev.jacobi.pjrt.capi.PluginMemory;
import dev.jacobi.pjrt.capi.PluginObject;
import java.lang.ref.Reference;
import java.util.Arrays;

/** An array on a device. */
public final class Buffer extends PluginObject {
    private static final int TILED = 0;

    Buffer(Client client, long address) {
        super(client.api, "Buffer_Destroy", "buffer", address, client);
    }

    public ElementType type() {
        return ElementType.of(api.call(api.args("Buffer_ElementType").set("buffer", address()), "tell an array's type").get("type"));
    }

    public long[] dims() {
        NativeStruct a = api.call(api.args("Buffer_Dimensions").set("buffer", address()), "tell an array's extents");
        return PluginMemory.words(a.get("dims"), a.get("num_dims"));
    }

    /** Bytes that it takes on the device, with the padding of the device's layout. */
    public long bytesOnDevice() {
        return api.call(api.args("Buffer_OnDeviceSizeInBytes").set("buffer", address()), "tell an array's size").get("on_device_size_in_bytes");
    }

    /** Whether its memory has been given to a result of an execution. Such an array has no contents any more, and still has to be closed. */
    public boolean isDonated() {
        return api.call(api.args("Buffer_IsDeleted").set("buffer", address()), "tell whether an array is still there").isSet("is_deleted");
    }

    /** Copies the elements to memory of the process, row-major whatever the device's layout is, and waits for them. */
    public HostMemory download() {
        NativeStruct layout = rowMajor();
        var to = new HostMemory(bytes(layout));
        try {
            download(layout, to.address(), to.bytes());
            return to;
        } catch (RuntimeException e) {
            to.close();
            throw e;
        }
    }

    /** The same to memory that has room for so many bytes, which must be as many as there are. */
    public void download(long address, long bytes) {
        NativeStruct layout = rowMajor();
        long own = bytes(layout);
        if (own != bytes) {
            throw new PjrtException(ErrorCode.INTERNAL, "the plugin has " + own + " bytes for an array of " + bytes);
        }
        download(layout, address, bytes);
    }

    private void download(NativeStruct layout, long address, long bytes) {
        NativeStruct a = api.args("Buffer_ToHostBuffer").set("src", address()).set("host_layout", layout).set("dst", address).set("dst_size", bytes);
        Event.await(api, api.call(a, "copy a result from the device").get("event"), "copy a result from the device");
        Reference.reachabilityFence(this);
    }

    private long bytes(NativeStruct layout) {
        return api.call(api.args("Buffer_ToHostBuffer").set("src", address()).set("host_layout", layout), "tell the size of a result").get("dst_size");
    }

    private NativeStruct rowMajor() {
        int rank = dims().length;
        NativeStruct layout = api.args("Buffer_MemoryLayout").set("type", TILED).set("tiled_size", 56).set("minor_to_major_size", rank);
        long[] minorToMajor = new long[rank];
        Arrays.setAll(minorToMajor, i -> rank - 1 - i);
        layout.words("minor_to_major", minorToMajor);
        return layout;
    }
}
