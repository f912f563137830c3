package dev.jacobi.pjrt.client;

import dev.jacobi.llvm.host.LargeStack;
import dev.jacobi.pjrt.capi.Api;
import dev.jacobi.pjrt.capi.ErrorCode;
import dev.jacobi.pjrt.capi.NamedValues;
import dev.jacobi.pjrt.capi.NativeStruct;
import dev.jacobi.pjrt.capi.PjrtException;
import dev.jacobi.pjrt.capi.PluginMemory;
import dev.jacobi.pjrt.capi.PluginObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Devices that need not be there: programs are compiled for them ahead of time. */
public final class Topology extends PluginObject {
    private Topology(Api api, long address) {
        super(api, "TopologyDescription_Destroy", "topology", address, null);
    }

    static Topology create(Plugin plugin, String name, Map<String, Object> options) {
        NativeStruct a = plugin.api.args("TopologyDescription_Create").text("topology_name", "topology_name_size", name);
        NamedValues.write(a, "create_options", "num_options", options);
        return new Topology(plugin.api, plugin.api.call(a, "describe the devices '" + name + "'").get("topology"));
    }

    public String platform() {
        return api.call(api.args("TopologyDescription_PlatformName").set("topology", address()), "tell its platform")
            .text("platform_name", "platform_name_size");
    }

    /** Its devices. */
    public List<PluginDevice.Description> devices() {
        NativeStruct a = api.call(api.args("TopologyDescription_GetDeviceDescriptions").set("topology", address()), "list devices");
        var out = new ArrayList<PluginDevice.Description>();
        for (long d : PluginMemory.words(a.get("descriptions"), a.get("num_descriptions"))) {
            out.add(PluginDevice.Description.of(api, d));
        }
        return out;
    }

    /** Compiles StableHLO text for these devices. */
    public Executable compile(String text, CompileOptions options) {
        String problem = platform().equals("tpu") ? PodLimits.problem(devices()) : null;
        if (problem != null) {
            throw new PjrtException(ErrorCode.INVALID_ARGUMENT, problem);
        }
        NativeStruct a = api.args("Compile").set("topology", address()).set("program", Client.program(api, text))
            .bytes("compile_options", "compile_options_size", options.bytes());
        // The executable may outlive the topology.
        return new Executable(api, LargeStack.call("jacobi-pjrt", () -> api.call(a, "compile the program")).get("executable"), null);
    }
}
