package dev.jacobi.pjrt.client;

import dev.jacobi.llvm.host.LargeStack;
import dev.jacobi.pjrt.capi.Api;
import dev.jacobi.pjrt.capi.ElementType;
import dev.jacobi.pjrt.capi.ErrorCode;
import dev.jacobi.pjrt.capi.Event;
import dev.jacobi.pjrt.capi.HostMemory;
import dev.jacobi.pjrt.capi.NamedValues;
import dev.jacobi.pjrt.capi.NativeStruct;
import dev.jacobi.pjrt.capi.PjrtException;
import dev.jacobi.pjrt.capi.PluginMemory;
import dev.jacobi.pjrt.capi.PluginObject;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A plugin's hold on its devices: compiles programs for them and moves data there. */
public final class Client extends PluginObject {
    private final List<PluginDevice> devices = new ArrayList<>();
    private final String platform;
    private final Completions completions = new Completions();

    private Client(Api api, long address) {
        super(api, "Client_Destroy", "client", address, null);
        try {
            NativeStruct name = api.call(api.args("Client_PlatformName").set("client", address), "tell its platform");
            platform = name.text("platform_name", "platform_name_size");
            NativeStruct a = api.call(api.args("Client_AddressableDevices").set("client", address), "list its devices");
            for (long d : PluginMemory.words(a.get("addressable_devices"), a.get("num_addressable_devices"))) {
                devices.add(new PluginDevice(api, d));
            }
            if (devices.isEmpty()) {
                throw new PjrtException(ErrorCode.NOT_FOUND, api.name() + " has no devices that this process can use");
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    static Client create(Plugin plugin, Map<String, Object> options) {
        NativeStruct a = plugin.api.args("Client_Create");
        NamedValues.write(a, "create_options", "num_options", options);
        long address = plugin.api.call(a, "open a device").get("client");
        return new Client(plugin.api, address);
    }

    /** {@code tpu}, {@code cuda}, {@code cpu}, ... */
    public String platform() {
        return platform;
    }

    /** The devices that this process can use; at least one. */
    public List<PluginDevice> devices() {
        return List.copyOf(devices);
    }

    /** The device with this number. */
    PluginDevice device(int id) {
        return devices.stream().filter(d -> d.description().id() == id).findFirst().orElseThrow(() -> new PjrtException(ErrorCode.NOT_FOUND, api.name() + " has no device " + id
            + " that this process can use; there are " + devices.stream().map(d -> d.description().id()).toList()));
    }

    /** Of runs on its devices that nobody waits for. */
    public Completions completions() {
        return completions;
    }

    /** Compiles StableHLO text. */
    public LoadedExecutable compile(String text, CompileOptions options) {
        byte[] proto = options.bytes();
        NativeStruct program = program(api, text);
        NativeStruct a = api.args("Client_Compile").set("client", address()).set("program", program).bytes("compile_options", "compile_options_size", proto);
        return new LoadedExecutable(this, LargeStack.call("jacobi-pjrt", () -> api.call(a, "compile the program")).get("executable"));
    }

    static NativeStruct program(Api api, String text) {
        return api.args("Program").bytes("code", "code_size", text.getBytes(StandardCharsets.UTF_8)).text("format", "format_size", "mlir");
    }

    /** Loads what {@link Executable#serialize} of the same plugin's version gave. */
    public LoadedExecutable load(byte[] serialized) {
        NativeStruct a = api.args("Executable_DeserializeAndLoad").set("client", address()).bytes("serialized_executable", "serialized_executable_size", serialized);
        return new LoadedExecutable(this, LargeStack.call("jacobi-pjrt", () -> api.call(a, "load the serialised program")).get("loaded_executable"));
    }

    /** Copies data to a device; it is there, or on its way with the plugin's own copy, when this returns. */
    public Buffer upload(HostMemory data, ElementType type, long[] dims, PluginDevice device) {
        try {
            return upload(data.address(), type, dims, device);
        } finally {
            Reference.reachabilityFence(data);
        }
    }

    /** The same of memory at an address, row-major, which stays as it is until this returns. */
    public Buffer upload(long data, ElementType type, long[] dims, PluginDevice device) {
        NativeStruct a = api.args("Client_BufferFromHostBuffer").set("client", address()).set("data", data).set("type", type.ordinal())
            .set("num_dims", dims.length).set("device", device.address);
        a.words("dims", dims);
        api.call(a, "copy data to the device");
        Buffer b = new Buffer(this, a.get("buffer"));
        try {
            Event.await(api, a.get("done_with_host_buffer"), "copy data to the device");
            return b;
        } catch (RuntimeException e) {
            b.close();
            throw e;
        }
    }

    @Override
    public String toString() {
        return platform + " (" + devices.size() + " x " + devices.get(0).kind() + ")";
    }
}
