package dev.jacobi.pjrt.client;

import dev.jacobi.pjrt.capi.Api;
import dev.jacobi.pjrt.capi.NamedValues;
import dev.jacobi.pjrt.capi.NativeStruct;
import dev.jacobi.pjrt.capi.PjrtException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A device of a client. It belongs to the client and is valid as long as that is open. */
public final class PluginDevice {
    private final Api api;
    final long address;
    private final Description description;

    /** What is known about a device: {@code kind} as {@code TPU v5 lite}, and attributes such as coordinates. */
    public record Description(int id, String kind, String text, Map<String, Object> attributes) {
        static Description of(Api api, long d) {
            NativeStruct id = api.call(api.args("DeviceDescription_Id").set("device_description", d), "tell a device's number");
            NativeStruct kind = api.call(api.args("DeviceDescription_Kind").set("device_description", d), "tell a device's kind");
            String text = "";
            Map<String, Object> attributes = Map.of();
            try {
                text = api.call(api.args("DeviceDescription_DebugString").set("device_description", d), "describe a device")
                    .text("debug_string", "debug_string_size");
                attributes = NamedValues.read(api.call(api.args("DeviceDescription_Attributes").set("device_description", d),
                    "tell a device's attributes"), "attributes", "num_attributes");
            } catch (PjrtException e) {
                // Only for people to read; not every plugin has them.
            }
            return new Description((int) id.get("id"), kind.text("device_kind", "device_kind_size"), text, attributes);
        }
    }

    PluginDevice(Api api, long address) {
        this.api = api;
        this.address = address;
        long d = api.call(api.args("Device_GetDescription").set("device", address), "describe a device").get("device_description");
        this.description = Description.of(api, d);
    }

    public Description description() {
        return description;
    }

    public String kind() {
        return description.kind();
    }

    /** Bytes in use, limits and the like, by the names of the interface; those that the device does not know are left out. */
    public Map<String, Long> memory() {
        NativeStruct a = api.call(api.args("Device_MemoryStats").set("device", address), "tell a device's use of memory");
        var out = new LinkedHashMap<String, Long>();
        for (String f : a.struct().fields().keySet()) {
            boolean value = !f.equals("device") && !f.endsWith("_is_set");
            if (value && (!a.struct().fields().containsKey(f + "_is_set") || a.isSet(f + "_is_set"))) {
                out.put(f, a.get(f));
            }
        }
        return out;
    }
}
