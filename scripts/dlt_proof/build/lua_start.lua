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
debug.getupvalue, debug.setupvalue, debug.upvaluejoin, debug.upvalueid = refused, refused, refused, refused

-- The files that tell how the run went are TeX's to write, not the document's. Under names of
-- our own: a document may put others behind `string.find`.
local find, lower_case, sub, to_string = string.find, string.lower, string.sub, tostring
local function tells_of_the_run(name)
  local lower = lower_case(to_string(name))
  if find(lower, "\0", 1, true) then
    return true -- the system would read the name up to here
  end
  for _, suffix in ipairs { "log", "fls", "pdf", "aux", "blg", "bbl", "fdb_latexmk" } do
    if sub(lower, -#suffix - 1) == "." .. suffix then
      return true
    end
  end
  return find(lower, "latexmk-output", 1, true) ~= nil
end

local open, output, rename, remove = io.open, io.output, os.rename, os.remove
io.open = function(name, mode, ...)
  if mode and find(mode, "[wa+]") and tells_of_the_run(name) then
    return refused()
  end
  return open(name, mode, ...)
end
io.output = function(file, ...)
  if type(file) == "string" and tells_of_the_run(file) then
    return refused()
  end
  return output(file, ...)
end
os.rename = function(from, to)
  if tells_of_the_run(from) or tells_of_the_run(to) then
    return refused()
  end
  return rename(from, to)
end
os.remove = function(name)
  if tells_of_the_run(name) then
    return refused()
  end
  return remove(name)
end
