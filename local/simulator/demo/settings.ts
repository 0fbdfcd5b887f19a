import { type Json, type JsonObject, isObject } from '../json'
import { kindOf } from './definitions/index'

const type = (name: string) => `#microsoft.graph.deviceManagementConfiguration${name}`

/**
 * Creates the settings of a catalog policy from a tree by definition id; an id that begins with `_` continues that of its
 * parent. A choice is the end of the option's id, or that and the settings below: `[1, { … }]`. A group is an object, a
 * collection of groups a list of them. Throws for an id without a definition.
 */
export function settingsOf(tree: JsonObject): JsonObject[] {
  return instancesOf(tree, '').map((settingInstance) => ({ settingInstance }))
}

function instancesOf(tree: JsonObject, parent: string): JsonObject[] {
  return Object.entries(tree).map(([key, value]) => instance(key.startsWith('_') ? parent + key : key, value))
}

function instance(id: string, value: Json): JsonObject {
  const [name, property, content] = valueOf(id, value)
  return {
    '@odata.type': type(`${name}Instance`),
    settingDefinitionId: id,
    settingInstanceTemplateReference: null,
    [property]: content,
  }
}

function valueOf(id: string, value: Json): [instance: string, property: string, content: Json] {
  const list = Array.isArray(value) ? value : [value]
  switch (kindOf(id)) {
    case 'choice':
      return ['ChoiceSetting', 'choiceSettingValue', choice(id, list)]
    case 'choices':
      return ['ChoiceSettingCollection', 'choiceSettingCollectionValue', list.map((one) => choice(id, [one]))]
    case 'string':
      return ['SimpleSetting', 'simpleSettingValue', simple('String', value)]
    case 'integer':
      return ['SimpleSetting', 'simpleSettingValue', simple('Integer', value)]
    case 'strings':
      return ['SimpleSettingCollection', 'simpleSettingCollectionValue', list.map((one) => simple('String', one))]
    case 'groups':
      return [
        'GroupSettingCollection',
        'groupSettingCollectionValue',
        list.filter(isObject).map((one) => group(id, one)),
      ]
  }
}

function choice(id: string, [option, below]: readonly (Json | undefined)[]): JsonObject {
  const children = isObject(below) ? instancesOf(below, id) : []
  return { ...valueHead('ChoiceSettingValue'), value: `${id}_${String(option)}`, children }
}

function group(id: string, children: JsonObject): JsonObject {
  return { ...valueHead('GroupSettingValue'), children: instancesOf(children, id) }
}

function simple(kind: string, value: Json): JsonObject {
  return { ...valueHead(`${kind}SettingValue`), value }
}

function valueHead(name: string): JsonObject {
  return { '@odata.type': type(name), settingValueTemplateReference: null }
}
