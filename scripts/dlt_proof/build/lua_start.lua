-- What LuaLaTeX runs before any of a document: programs and foreign code are taken out of its Lua.
--
-- `--safer` would do more than that, and luaotfload refuses to run under it, so that no font but
-- the oldest would be left. Files are the kernel's business (contained.py), not this file's.
-- LuaTeX's own start-up comes after this file and needs every name to be there.

local function refused()
  return nil, "not allowed here", "refused"
end

-- `exit`: TeX alone says how it ended, in its log and by its exit code.
for _, name in ipairs { "execute", "exec", "exit", "spawn", "kpsepopen", "setenv" } do
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

-- The files that tell how the run went are TeX's to write, not the document's. That TeX alone wrote
-- them is seen in the end (witness.py); this keeps an accident from spoiling them. Under names of our
-- own: a document may put others behind `string.find`.
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

local open_packed, new_machine, register = gzip.open, mplib.new, callback.register
gzip.open = function(name, mode, ...)
  if mode and find(mode, "[wa+]") and tells_of_the_run(name) then
    return refused()
  end
  return open_packed(name, mode, ...)
end
mplib.new = function(options)
  local find_file = options and options.find_file
  if find_file then
    options.find_file = function(name, mode, ...)
      local found = find_file(name, mode, ...)
      if mode == "w" and tells_of_the_run(found) then
        return nil
      end
      return found
    end
  end
  return new_machine(options)
end
callback.register = function(name, act)
  if name == "find_write_file" and type(act) == "function" then
    return register(name, function(id, asked)
      local found = act(id, asked)
      if found ~= asked and tells_of_the_run(found) then -- LaTeX asks for its own by their names
        return nil
      end
      return found
    end)
  end
  return register(name, act)
end
