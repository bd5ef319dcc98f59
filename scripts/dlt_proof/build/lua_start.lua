-- What LuaLaTeX runs before any of a document: programs and foreign code are taken out of its Lua.
--
-- `--safer` would do more than that, and luaotfload refuses to run under it, so that no font but
-- the oldest would be left. Files are the kernel's business (contained.py), not this file's.
-- LuaTeX's own start-up comes after this file and needs every name to be there.

local function refused()
  return nil, "not allowed here", "refused"
end

for _, name in ipairs { "execute", "exec", "spawn", "kpsepopen", "setenv" } do
  os[name] = refused
end
for _, name in ipairs { "touch", "link", "lock_dir" } do
  lfs[name] = refused
end
io.popen = refused
package.loadlib = refused
package.cpath = ""
package.loaded.ffi = {}
package.preload.ffi = function() return {} end
ffi = nil
-- With these a document could ask for what was taken out.
debug.getregistry, debug.sethook = refused, refused
